using Hansard.Record.Format;
using Hansard.Recorder;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>What becomes of files that cannot be had, and of those whom somebody deletes before they are recorded.</summary>
public sealed class MissingFileTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_network_that_is_away_is_waited_for_and_nothing_is_acknowledged()
    {
        FileGate? gate = null;
        await using var network = await FileNetwork.StartAsync(server => (gate = new FileGate(server)).Address);
        await using var _ = gate;
        var path = network.Make("plan.pdf", 500_000);
        await network.SendAsync(path);
        var before = await network.Network.AcknowledgedAsync();
        gate!.IsShut = true;
        await using var recorder = new RunningRecorder(network.Network.Recorder);
        Assert.True(SpinWait.SpinUntil(() => recorder.Status.Contains("did not get through", StringComparison.Ordinal), Client.TestNetwork.Patience));
        Assert.Equal(before, await network.Network.AcknowledgedAsync());
        Assert.Empty(network.Latest);

        gate.IsShut = false;
        await recorder.UntilRecordedAsync(network.Network);
        await network.IsSoundAsync(path);
        Assert.Equal(0, Assert.Single(network.Latest).Hansard!.Position.Revision);
    }

    [Fact]
    public async Task A_file_that_is_not_what_was_sent_holds_nothing_up_and_is_fetched_when_it_is_right_again()
    {
        await using var network = await FileNetwork.StartAsync();
        var time = new AheadTime();
        var path = network.Make("deed.pdf", 200_000);
        await network.SendAsync(path);
        var stored = network.OnServer.Single();
        Flip(stored);
        await using var recorder = new RunningRecorder(network.Network.Recorder with { Time = time });
        await recorder.UntilRecordedAsync(network.Network);
        var missing = Assert.Single(network.Latest);
        Assert.Equal((LineStatus.AttachmentMissing, ""), (missing.Hansard!.Status, FileNetwork.LocalPath(missing)));
        Assert.Equal((0, 1), (recorder.Now.FilesRecorded, recorder.Now.FilesPending));
        Assert.Contains("altered", missing.Hansard["reason"]?.ToString(), StringComparison.Ordinal);
        Assert.Contains("ALARM: Fact", recorder.Status, StringComparison.Ordinal);
        // Nothing under an attachment's name: one more try may be under way, under a name that begins with a point.
        Assert.All(network.Attachments, attachment => Assert.StartsWith(".", Path.GetFileName(attachment), StringComparison.Ordinal));

        Flip(stored);
        time.By = TimeSpan.FromHours(1);
        // It waits for news for as long as it thought that there was nothing to do.
        RecordedNetwork.Done(await network.Anna.SendTextAsync(network.Dialog.Uuid, "Kannst du es lesen?", cancellation: Cancelled));
        await recorder.UntilAsync(now => now.FilesRecorded == 1);
        await recorder.UntilRecordedAsync(network.Network);
        await network.IsSoundAsync(path);
        Assert.Equal(1, network.Latest[0].Hansard!.Position.Revision);
    }

    [Theory]
    [InlineData(TestEngine.Sqlite, "message")]
    [InlineData(TestEngine.Postgres, "message")]
    [InlineData(TestEngine.Sqlite, "conversation")]
    [InlineData(TestEngine.Postgres, "conversation")]
    public async Task What_is_deleted_before_it_is_recorded_is_recorded_all_the_same_and_leaves_the_server_after_that(TestEngine engine, string what)
    {
        await using var network = await FileNetwork.StartAsync(engine: engine);
        var path = network.Make("regretted.txt", 70_000);
        var sent = await network.SendAsync(path);
        if (what == "message") RecordedNetwork.Done(await network.Anna.DeleteMessagesAsync(network.Dialog.Uuid, [sent.Uuid], Cancelled));
        else RecordedNetwork.Done(await network.Anna.DeleteConversationAsync(network.Dialog.Uuid, Cancelled));
        Assert.Single(network.OnServer);

        await using var recorder = new RunningRecorder(network.Network.Recorder);
        await recorder.UntilRecordedAsync(network.Network);
        await network.IsSoundAsync(path);
        Assert.True(SpinWait.SpinUntil(() => !network.OnServer.Any(), Client.TestNetwork.Patience), "the server keeps what every recorder has");
    }

    [Fact]
    public async Task A_file_that_failed_is_tried_a_last_time_before_its_deletion_is_acknowledged()
    {
        await using var network = await FileNetwork.StartAsync();
        var path = network.Make("odd.bin", 70_000);
        var sent = await network.SendAsync(path);
        var stored = network.OnServer.Single();
        Flip(stored);
        await using (var recorder = new RunningRecorder(network.Network.Recorder))
        {
            await recorder.UntilAsync(now => now.FilesFailed >= 2);
            await recorder.UntilRecordedAsync(network.Network);
        }
        Flip(stored);
        RecordedNetwork.Done(await network.Anna.DeleteMessagesAsync(network.Dialog.Uuid, [sent.Uuid], Cancelled));
        await using var again = new RunningRecorder(network.Network.Recorder);
        await again.UntilRecordedAsync(network.Network);
        await network.IsSoundAsync(path);
        Assert.Equal((1, LineStatus.Captured), (network.Latest[0].Hansard!.Position.Revision, network.Latest[0].Hansard!.Status));
    }

    [Fact]
    public async Task The_file_of_a_message_whose_key_comes_late_is_fetched_then()
    {
        await using var network = await FileNetwork.StartAsync();
        var (path, preview) = (network.Make("film.mp4", 90_000), network.Make("film.jpg", 800));
        var keys = Path.Combine(network.Network.Recorder.StateFolder, "session-keys.jsonl");
        var kept = await File.ReadAllBytesAsync(keys, Cancelled);
        await File.WriteAllBytesAsync(keys, [], Cancelled);
        await network.SendAsync(path, preview);
        await using (var recorder = new RunningRecorder(network.Network.Recorder))
        {
            await recorder.UntilRecordedAsync(network.Network);
            Assert.Equal(LineStatus.Undecryptable, network.Lines.Single(line => line.Hansard!["sealed"] is not null).Hansard!.Status);
        }
        await File.WriteAllBytesAsync(keys, kept, Cancelled);
        await using (var again = new RunningRecorder(network.Network.Recorder)) await again.UntilAsync(now => now.FilesRecorded == 2);
        await network.IsSoundAsync(path, preview);
    }

    private static void Flip(string path)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Position = 40_000;
        var there = file.ReadByte();
        file.Position = 40_000;
        file.WriteByte((byte)(there ^ 1));
    }
}
