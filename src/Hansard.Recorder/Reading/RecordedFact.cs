using System.Text.Json;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Feed;

namespace Hansard.Recorder.Reading;

/// <summary>A fact as its own line holds it, ciphertext and all, so that it can be recorded again once it opens.</summary>
internal static class RecordedFact
{
    /// <summary>Null for a line that keeps no ciphertext. The chain was checked when the line was written.</summary>
    public static CheckedFact? Of(RecordLine line)
    {
        if (line.Hansard is not { } hansard || hansard["fact"]?.Parse() is not { } fact || hansard["sealed"]?.Parse() is not { } box) return null;
        var body = CanonicalJson.Of(fact.GetProperty("body"));
        var read = new Fact(
            hansard.Position.Seq, line.TimestampMicroseconds, fact.GetProperty("kind").GetString()!,
            hansard.Conversation is { } conversation ? new ConversationUuid(conversation) : null,
            hansard.Sender is { } sender ? new UserId(sender) : null,
            hansard.Device is { } device ? new DeviceId(device) : null,
            new RawJson(body.Utf8));
        return new CheckedFact(
            read, default, body, hansard.Chain, read.BodyAs<MessageAdded>(),
            new FeedBody(read.Seq, box.GetProperty("ivBase64").GetString()!, box.GetProperty("bodyEncryptedBase64").GetString()!));
    }
}
