using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Xunit;

namespace Hansard.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("authority", "hansard authority --help")]
    [InlineData("authority sign", "--key")]
    [InlineData("authority sign --key a --bot b --fingerprint c --nonsense", "--nonsense")]
    [InlineData("demo --messages many", "--messages")]
    [InlineData("demo --messages 1", "--messages")]
    [InlineData("client read x --size 0", "--size")]
    [InlineData("client register +491700000001 --server ftp://x", "ftp://x")]
    [InlineData("recorder run --server nowhere", "nowhere")]
    [InlineData("recorder run --zone Mars", "Mars")]
    public async Task Arguments_that_make_no_sense_end_with_two_and_say_where_help_is(string arguments, string mentioned)
    {
        var ended = await HansardCommand.Run(arguments.Split(' '));

        Assert.Equal(ExitCode.Usage, ended.ExitCode);
        Assert.Empty(ended.Output);
        Assert.Contains(mentioned, ended.Errors);
        Assert.Contains("--help", ended.Errors);
    }

    [Fact]
    public async Task Without_arguments_it_shows_what_there_is()
    {
        var ended = await HansardCommand.Run();

        Assert.Equal(ExitCode.Done, ended.ExitCode);
        Assert.Empty(ended.Errors);
        foreach (var command in CommandLine.Tree().Subcommands) Assert.Contains($"  {command.Name} ", ended.Output);
    }

    [Fact]
    public void Every_command_option_and_argument_explains_itself()
    {
        var silent = from command in Family(CommandLine.Tree())
                     from symbol in new Symbol[] { command }.Concat(command.Options).Concat(command.Arguments)
                     where string.IsNullOrWhiteSpace(symbol.Description)
                     select $"{command.Name}: {symbol.Name}";

        Assert.Empty(silent);
    }

    [Fact]
    public void Every_command_without_subcommands_does_something()
    {
        Assert.Empty(Family(CommandLine.Tree()).Where(command => command.Subcommands.Count == 0 && command.Action is null).Select(command => command.Name));
    }

    private static IEnumerable<Command> Family(Command command) => command.Subcommands.SelectMany(Family).Prepend(command);
}
