using Hansard.Cli.Terminal.Window;
using Xunit;

namespace Hansard.Cli.Tests.Terminal.Window;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("/edit #12 so it  was", "/edit", "12", "so it  was")]
    [InlineData("/edit so it was", "/edit", null, "so it was")]
    [InlineData("/react 👍", "/react", null, "👍")]
    [InlineData("/delete #3", "/delete", "3", "")]
    [InlineData("/quit", "/quit", null, "")]
    [InlineData("/reply #x  #2", "/reply", "x", "#2")]
    [InlineData("/", "/", null, "")]
    public void A_line_with_a_stroke_is_taken_apart(string line, string name, string? target, string text) =>
        Assert.Equal(new CommandWords(name, target, text), CommandWords.Of(line));

    [Theory]
    [InlineData("hello")]
    [InlineData("//etc is a folder")]
    [InlineData("")]
    [InlineData("1/2")]
    public void Everything_else_is_said(string line) => Assert.Null(CommandWords.Of(line));

    [Fact]
    public void Commands_have_names_of_their_own_and_help() => Assert.All(WindowCommand.All, command =>
    {
        Assert.Same(command, WindowCommand.Find(command.Name));
        Assert.NotEmpty(command.Help);
    });
}
