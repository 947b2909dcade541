using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Xunit;

namespace Hansard.Cli.Tests.Serve;

public sealed class ServeCommandTests : IDisposable
{
    private readonly DataFolder data = new();

    [Fact]
    public async Task A_server_that_could_be_reached_from_outside_needs_a_way_to_send_codes()
    {
        var ended = await HansardCommand.Run("serve", "--urls", "http://0.0.0.0:0", "--data", data.Path);

        Assert.Equal(ExitCode.Refused, ended.ExitCode);
        Assert.Contains("HANSARD_SMS", ended.Errors);
    }

    [Fact]
    public async Task A_taken_address_is_refused_in_a_sentence()
    {
        await using var first = RunningHansard.Start(data.Environment, "serve");
        await first.Says("Serving");
        using DataFolder other = new();

        var second = await HansardCommand.Run("serve", "--urls", data.Url, "--data", other.Path);

        Assert.Equal(ExitCode.Refused, second.ExitCode);
        Assert.StartsWith("hansard: ", second.Errors);
        Assert.DoesNotContain("   at ", second.Errors);
    }

    [Fact]
    public async Task A_child_stops_when_its_input_ends()
    {
        var ended = await HansardCommand.Run("", ["serve", "--urls", data.Url, "--data", data.Path, "--stop-with-input"]);

        Assert.Equal((ExitCode.Done, ""), (ended.ExitCode, ended.Errors));
    }

    public void Dispose() => data.Dispose();
}
