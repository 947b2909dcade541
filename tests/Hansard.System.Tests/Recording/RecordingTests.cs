using Hansard.Client;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Record.Format;
using Hansard.Recorder;
using Hansard.Recorder.Reading;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>Server, people and recorder together, each as it is: what is said is what is recorded.</summary>
public sealed class RecordingTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private readonly List<(string Uuid, UserId Sender, string Content)> said = [];

    [Theory]
    [InlineData("on", TestEngine.Sqlite)]
    [InlineData("strict", TestEngine.Sqlite)]
    [InlineData("on", TestEngine.Postgres)]
    [InlineData("strict", TestEngine.Postgres)]
    public async Task What_is_said_is_recorded_through_restarts_of_the_recorder_and_of_the_server(string recording, TestEngine engine)
    {
        await using var network = await RecordedNetwork.StartAsync(recording, engine);
        await using (var recorder = new RunningRecorder(network.Recorder))
        {
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.WaitingForApproval);
            await network.ApproveRecorderAsync();
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);

            await using var anna = await network.PersonAsync("anna", "+491700000001", 1);
            await using var bruno = await network.PersonAsync("bruno", "+491700000002", 2);
            await using var carla = await network.PersonAsync("carla", "+491700000003", 3);
            RecordedNetwork.Done(await anna.FindAsync(["+491700000002", "+491700000003"], Cancelled));
            var dialog = RecordedNetwork.Done(await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Uuid;
            var group = RecordedNetwork.Done(await anna.CreateGroupAsync("Il piano", [bruno.Identity.UserId, carla.Identity!.UserId], cancellation: Cancelled)).Uuid;

            await SayAsync(anna, dialog, new TextContent("Ciao però 👍"));
            await SayAsync(bruno, dialog, new LocationContent(41.9, 12.5));
            await SayAsync(carla, group, new LinkContent("https://example.org/?a=1&b=<2>"));
            await recorder.UntilRecordedAsync(network);

            await network.StopServerAsync();
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.Connecting);
            await network.StartServerAgainAsync();
            await SayAsync(bruno, group, new TextContent("Nach dem Neustart des Servers"));
            await recorder.UntilRecordedAsync(network);

            await recorder.StopAsync();
            // Without a recorder that confirms it, a strict network takes no new key; the present ones are confirmed.
            await SayAsync(anna, group, new TextContent("Während der Recorder steht"));

            await using var again = new RunningRecorder(network.Recorder with { OneTimePassword = null });
            await again.UntilRecordedAsync(network);
        }

        var lines = RecordReader.Lines(network.Recorder.Record).ToArray();
        Assert.Equal(Enumerable.Range(1, lines.Length).Select(seq => (long)seq), lines.Select(line => line.Hansard!.Position.Seq));
        Assert.All(lines, line => Assert.Equal(LineStatus.Captured, line.Hansard!.Status));
        Assert.Equal(
            said.Select(message => (message.Uuid, message.Sender.Value, message.Content)),
            RecordedMessage.In(lines).Select(message => (message.MessageUuid, message.Sender, message.Content!.Value.ToString())));
        Assert.Equal(["", "Il piano"], lines.Where(line => line.MessageType == MessageType.RoomCreated).Select(line => line["control"]!.Value.Parse().GetProperty("title").GetString()));
        Assert.All(RecordReader.Heads(network.Recorder.Record), head => Assert.True(head.IsSigned()));
        Assert.Equal(lines.Length, RecordReader.Heads(network.Recorder.Record).Last().Seq);
    }

    private async Task SayAsync(MessengerClient person, ConversationUuid conversation, MessageContent content)
    {
        var message = RecordedNetwork.Done(await person.SendAsync(conversation, content, cancellation: Cancelled));
        Assert.True(CanonicalJson.TryFrom(ContentJson.Write(content), out var canonical));
        said.Add((message.Uuid.Value, person.Identity!.UserId, canonical.ToString()));
    }
}
