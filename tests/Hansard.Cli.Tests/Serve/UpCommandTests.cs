using System.Text.Json;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Xunit;

namespace Hansard.Cli.Tests.Serve;

public sealed class UpCommandTests : IDisposable
{
    private readonly DataFolder data = new();

    [Fact]
    public async Task The_first_start_makes_a_recorded_network_and_the_second_finds_it()
    {
        Assert.Equal(ExitCode.Done, await StartAndStop());
        var first = await data.Run("network", "bot", "show", "default", "recorder", "--json");
        Assert.Equal(ExitCode.Done, await StartAndStop());
        var second = await data.Run("network", "bot", "show", "default", "recorder", "--json");
        var network = await data.Run("network", "show", "default", "--json");

        Assert.Equal("active", JsonElement.Parse(first.Output).GetProperty("state").GetString());
        Assert.Equal(first.Output, second.Output);
        Assert.Equal(["recorder"], JsonElement.Parse(network.Output).GetProperty("recorders").EnumerateArray().Select(recorder => recorder.GetString()));
    }

    [Fact]
    public async Task When_it_is_killed_its_recorder_stops_too_and_the_next_start_goes_on()
    {
        await using var killed = RunningHansard.Start(data.Environment, "up");
        await killed.Says("Hansard is running");
        await killed.Says("Recording the network default");
        killed.Kill();

        // The record has one writer: a recorder that had stayed behind would keep this one out.
        await using var up = RunningHansard.Start(data.Environment, "up");
        await up.Says("Recording the network default");
        Assert.Equal(ExitCode.Done, await up.Stop());
    }

    [Fact]
    public async Task A_network_that_was_made_without_recording_stays_so()
    {
        await data.Run("network", "create", "default");

        await using var up = RunningHansard.Start(data.Environment, "up");
        await up.Says("recording");
        var bots = await data.Run("network", "bot", "list", "default", "--json");

        Assert.Equal("[]", bots.Output.Trim());
        Assert.Equal(ExitCode.Done, await up.Stop());
    }

    public void Dispose() => data.Dispose();

    private async Task<int> StartAndStop()
    {
        await using var up = RunningHansard.Start(data.Environment, "up");
        await up.Says("Hansard is running");
        return await up.Stop();
    }
}
