using Hansard.Protocol.Content;
using Hansard.Record.Format;
using Hansard.Recorder;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>What people send each other as files is in the record, byte for byte.</summary>
public sealed class AttachmentTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TestEngine.Sqlite)]
    [InlineData(TestEngine.Postgres)]
    public async Task Files_and_previews_sent_before_and_while_it_records_are_there_and_whole(TestEngine engine)
    {
        await using var network = await FileNetwork.StartAsync(engine: engine);
        var (early, preview, live, large) = (network.Make("early ä.pdf", 200_001), network.Make("small.jpg", 900), network.Make("live.txt", 0), network.Make("large.bin", 40 << 20));
        await network.SendAsync(early, preview);
        await using (var recorder = new RunningRecorder(network.Network.Recorder))
        {
            await recorder.UntilRecordedAsync(network.Network);
            Assert.Equal([0, 0], network.Latest.Select(line => line.Hansard!.Position.Revision));
            await network.SendAsync(live);
            await network.SendAsync(large);
            await recorder.UntilRecordedAsync(network.Network);
            Assert.Equal((4, 200_001 + 900 + 0 + (40 << 20), 0), (recorder.Now.FilesRecorded, recorder.Now.FileBytes, recorder.Now.FilesPending));
        }
        await network.IsSoundAsync(early, preview, live, large);
        Assert.Equal(["early ä.pdf", "preview.jpeg", "live.txt", "large.bin"], network.Latest.OrderBy(line => line.Hansard!.Position.Seq).Select(line => FileNetwork.LocalPath(line).Split('_', 3)[2]));
        Assert.Matches("^attachment_[0-9]{17}_large.bin$", Path.GetFileName(FileNetwork.LocalPath(network.Latest[^1])));
    }

    [Fact]
    public async Task A_message_whose_file_has_not_come_yet_holds_nothing_up_and_is_completed_by_the_file()
    {
        await using var network = await FileNetwork.StartAsync();
        var path = network.Make("late.pdf", 300_000);
        var draft = await network.DraftAsync(path);
        await using var recorder = new RunningRecorder(network.Network.Recorder);
        await network.BeginAsync(draft);
        RecordedNetwork.Done(await network.Bruno.SendTextAsync(network.Dialog.Uuid, "Wo bleibt er?", cancellation: Cancelled));
        await recorder.UntilRecordedAsync(network.Network);
        var waiting = Assert.Single(network.Latest);
        Assert.Equal((LineStatus.AttachmentMissing, "\"The file has not come to the server yet.\"", ""),
            (waiting.Hansard!.Status, waiting.Hansard["reason"]?.ToString(), FileNetwork.LocalPath(waiting)));

        RecordedNetwork.Done(await network.Anna.SendFileAsync(draft, cancellation: Cancelled));
        await recorder.UntilRecordedAsync(network.Network);
        await network.IsSoundAsync(path);
        Assert.Equal([0, 1], network.Lines.Where(line => line.MessageType == MessageType.File).Select(line => line.Hansard!.Position.Revision));
        Assert.Equal(0, recorder.Now.FilesFailed);
    }
}
