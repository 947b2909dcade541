using Hansard.Recorder;
using Hansard.System.Tests.Moving;
using Hansard.System.Tests.Recording;
using Xunit;

namespace Hansard.System.Tests.Backups;

/// <summary>A store that was set back to an earlier moment, and a recorder that has seen more.</summary>
public sealed class RecorderAheadTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recorder_that_is_ahead_of_a_restored_journal_says_so_and_stops()
    {
        var folder = Directory.CreateTempSubdirectory("hansard-ahead-").FullName;
        await using var network = await RecordedNetwork.StartAsync("on");
        await using (RunningRecorder recorder = new(network.Recorder))
        {
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.WaitingForApproval);
            await network.ApproveRecorderAsync();
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);
            await using var anna = await network.PersonAsync("anna", "+491700000001", 1);
            Assert.Equal(0, (await HansardRun.RunAsync("backup", "--data", network.Data, "--to", Path.Combine(folder, "backup"))).ExitCode);
            await using var bruno = await network.PersonAsync("bruno", "+491700000002", 2);
            await recorder.UntilRecordedAsync(network);
        }
        await network.StopServerAsync();
        Directory.Delete(network.Data, recursive: true);
        Assert.Equal(0, (await HansardRun.RunAsync("restore", "--from", Path.Combine(folder, "backup"), "--data", network.Data)).ExitCode);
        await network.StartServerAgainAsync();

        using StringWriter said = new();
        var ended = await new RecorderRun(network.Recorder with { OneTimePassword = null }, said).RunAsync(Cancelled).WaitAsync(Client.TestNetwork.Patience, Cancelled);

        Assert.Equal(1, ended);
        Assert.Contains("or it was set back", said.ToString(), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
