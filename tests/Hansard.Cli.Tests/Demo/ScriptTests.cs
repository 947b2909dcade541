using Hansard.Cli.Demo;
using Hansard.Protocol.Content;
using Xunit;

namespace Hansard.Cli.Tests.Demo;

public sealed class ScriptTests
{
    private static readonly MessageRef Any = new("any");
    private static readonly IReadOnlyList<ScriptLine> Shortest = Script.Write(Script.ShortestLines);

    [Fact]
    public void Every_content_type_is_said_even_in_the_shortest_script() =>
        Assert.Empty(ContentTypes.All.Except(Shortest.Select(line => line.Content(Any).MessageType)));

    [Fact]
    public void Everybody_speaks_in_the_group_and_two_of_them_in_the_dialog()
    {
        Assert.Equal([0, 1, 2], Shortest.Where(line => line.Room == Room.Group).Select(line => line.Speaker).Distinct().Order());
        Assert.Equal([0, 1], Shortest.Where(line => line.Room == Room.Dialog).Select(line => line.Speaker).Distinct().Order());
    }

    [Fact]
    public void What_a_line_is_about_was_said_before_in_the_same_room() =>
        Assert.All(Shortest.Where(line => line.Target is not null), line =>
        {
            Assert.InRange(line.Target!.Value, 0, line.Number - 1);
            Assert.Equal(line.Room, Shortest[line.Target.Value].Room);
        });

    [Fact]
    public void Nobody_edits_what_another_has_written() =>
        Assert.All(Shortest.Where(line => line.Content(Any) is EditContent), line => Assert.Equal(line.Speaker, Shortest[line.Target!.Value].Speaker));

    [Fact]
    public void Every_content_keeps_the_rules() => Assert.All(Shortest, line => Assert.Null(ContentRules.Check(line.Content(Any))));

    [Fact]
    public void Numbers_run_from_zero_and_the_same_length_gives_the_same_script()
    {
        Assert.Equal(Enumerable.Range(0, Script.ShortestLines), Shortest.Select(line => line.Number));
        Assert.Equal(Said(Shortest), Said(Script.Write(Script.ShortestLines)));
    }

    private static IEnumerable<string> Said(IEnumerable<ScriptLine> script) =>
        script.Select(line => $"{line.Speaker} {line.Room} {line.Target} {Convert.ToHexString(ContentJson.Write(line.Content(Any)))}");
}
