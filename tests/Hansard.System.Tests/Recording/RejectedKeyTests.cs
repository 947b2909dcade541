using Hansard.Client;
using Hansard.Client.Conversations;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Content;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;
using Hansard.Record.Format;
using Hansard.Recorder;
using Hansard.Recorder.Reading;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>Somebody who writes a client of his own and wraps garbage for the recorder: the server cannot see it, the recorder does.</summary>
public sealed class RejectedKeyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TestEngine.Sqlite)]
    [InlineData(TestEngine.Postgres)]
    public async Task Garbage_wrapped_for_the_recorder_is_rejected_and_what_comes_after_is_recorded_again(TestEngine engine)
    {
        await using var network = await RecordedNetwork.StartAsync("on", engine);
        var recorder = new RunningRecorder(network.Recorder);
        await recorder.UntilAsync(now => now.Phase == RecorderPhase.WaitingForApproval);
        await network.ApproveRecorderAsync();
        await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);
        await using var anna = await network.PersonAsync("anna", "+491700000001", 1);
        await using var bruno = await network.PersonAsync("bruno", "+491700000002", 2);
        RecordedNetwork.Done(await anna.FindAsync(["+491700000002"], Cancelled));
        var dialog = RecordedNetwork.Done(await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled));
        await recorder.UntilRecordedAsync(network);
        // A recorder that is away: what is said meanwhile under the bad key cannot be stopped, only shown.
        await recorder.StopAsync();

        var badKey = await CheatAsync(anna, bruno, network, dialog);
        await using var again = new RunningRecorder(network.Recorder);
        await again.UntilAsync(now => now.Undecryptable == 1);
        await again.UntilRecordedAsync(network);
        var honest = RecordedNetwork.Done(await bruno.SendAsync(dialog.Uuid, new TextContent("Wieder lesbar"), cancellation: Cancelled));
        await again.UntilRecordedAsync(network);

        var lines = RecordReader.Lines(network.Recorder.Record).ToArray();
        var hidden = Assert.Single(lines, line => line.Hansard!.Status == LineStatus.Undecryptable).Hansard!;
        Assert.Equal(anna.Identity!.UserId.Value, hidden["keySigner"]?.Parse().GetString());
        Assert.Contains($"ALARM: The session key {badKey}", again.Status, StringComparison.Ordinal);
        var closed = Assert.Single(lines, line => FactOf(line).GetProperty("kind").GetString() == SessionKeyClosed.Kind);
        Assert.Equal((badKey.Value, ClosingReasons.Rejected, "The session key does not open for the recorder."),
            (Closed("sessionKeyUuid"), Closed("reason"), Closed("detail")));
        var last = RecordedMessage.In(lines).Last();
        Assert.Equal((honest.Uuid.Value, LineStatus.Captured), (last.MessageUuid, last.Status));

        string? Closed(string member) => FactOf(closed).GetProperty("body").GetProperty(member).GetString();
    }

    private static global::System.Text.Json.JsonElement FactOf(RecordLine line) => line.Hansard!["fact"]!.Value.Parse();

    /// <summary>A new key that the two share and the recorder does not, and a message under it.</summary>
    private static async Task<SessionKeyUuid> CheatAsync(MessengerClient anna, MessengerClient bruno, RecordedNetwork network, Conversation dialog)
    {
        var own = UserKeyPair.FromPem(KeyPool.Pem(1)).Value;
        var other = UserKeyPair.FromPem(KeyPool.Pem(2)).Value;
        var key = SessionKey.Generate();
        var signature = new SessionKeyStatement(dialog.Uuid, anna.Identity!.UserId, dialog.SessionKey).Sign(key, own);
        SessionKeyValue Entry(UserId user, string wrap) => new(wrap, signature, anna.Identity.KeyPairUuid, anna.Identity.UserId, user);
        var added = RecordedNetwork.Done(await anna.AskAsync(new RequestAddNewSessionKeys(dialog.Uuid,
        [
            Entry(anna.Identity.UserId, key.WrapFor(own.Public)),
            Entry(bruno.Identity!.UserId, key.WrapFor(other.Public)),
            Entry(UserIds.OfBot("default", network.Recorder.UserName), Convert.ToBase64String(new byte[512])),
        ]), Cancelled));
        var message = new MessageUuid(Guid.NewGuid().ToString());
        var body = MessageBody.Encrypt(
            key, new MessagePlace(dialog.Uuid, message, anna.Identity.UserId, added.SessionKeyUuid), ContentJson.Write(new TextContent("Unter uns")));
        RecordedNetwork.Done(await anna.AskAsync(
            new RequestAddMessage(body.BodyEncryptedBase64, dialog.Uuid, false, body.IvBase64, message, null, added.SessionKeyUuid), Cancelled));
        return added.SessionKeyUuid;
    }
}
