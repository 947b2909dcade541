using System.Text.Json;
using Hansard.Cli.Demo;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Xunit;

namespace Hansard.Cli.Tests.Demo;

public sealed class DemoTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hansard-demo-test-").FullName;

    /// <summary>The whole system in real processes, two of them killed: server, recorder, three devices.</summary>
    [Fact]
    public async Task What_was_said_was_recorded_although_recorder_and_server_were_killed()
    {
        var ended = await HansardCommand.Run("demo", "--messages", $"{Script.ShortestLines}", "--folder", folder, "--json");

        Assert.True(ended.ExitCode == ExitCode.Done, ended.Errors + ended.Output);
        var result = JsonSerializer.Deserialize(ended.Output, CliJson.Lines.DemoResult)!;
        Assert.Empty(result.Differences);
        Assert.Equal(Script.ShortestLines, result.Messages);
        Assert.True(result.Facts > result.Messages, $"{result.Facts} facts");
        Assert.Equal(result.Facts, File.ReadLines(result.Record).LongCount());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
