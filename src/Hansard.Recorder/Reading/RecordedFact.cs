using System.Text.Json;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Mapping;

namespace Hansard.Recorder.Reading;

/// <summary>A fact as its own line holds it, so that it can be recorded again once more of it is here.</summary>
internal static class RecordedFact
{
    /// <summary>With the ciphertext, where the line keeps it. Null for a line that holds no message. The chain was checked when the line was written.</summary>
    public static CheckedFact? Of(RecordLine line)
    {
        if (line.Hansard is not { } hansard || hansard["fact"]?.Parse() is not { } fact || fact.GetProperty("kind").GetString() != MessageAdded.Kind) return null;
        var body = CanonicalJson.Of(fact.GetProperty("body"));
        var read = new Fact(
            hansard.Position.Seq, line.TimestampMicroseconds, MessageAdded.Kind,
            hansard.Conversation is { } conversation ? new ConversationUuid(conversation) : null,
            hansard.Sender is { } sender ? new UserId(sender) : null,
            hansard.Device is { } device ? new DeviceId(device) : null,
            new RawJson(body.Utf8));
        var ciphertext = hansard["sealed"]?.Parse() is { } box
            ? new FeedBody(read.Seq, box.GetProperty("ivBase64").GetString()!, box.GetProperty("bodyEncryptedBase64").GetString()!)
            : null;
        return new CheckedFact(read, default, body, hansard.Chain, read.BodyAs<MessageAdded>(), ciphertext);
    }

    /// <summary>What the message says, where its line holds it whole: not so for mere texts, and for what did not open.</summary>
    public static Captured.Body? Content(RecordLine line) => line.Hansard is { } hansard && hansard["content"] is { } content
        ? new Captured.Body(content.Utf8, new UserId(TextOf(hansard, "keySigner") ?? ""), TextOf(hansard, "warning"))
        : null;

    private static string? TextOf(HansardMember hansard, string name) => hansard[name]?.Parse() is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
