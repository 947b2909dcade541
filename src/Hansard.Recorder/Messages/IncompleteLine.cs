using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;

namespace Hansard.Recorder.Messages;

/// <summary>A message that was recorded as ciphertext, under a session key that this recorder had not.</summary>
/// <param name="Revision">Of its latest line.</param>
internal sealed record IncompleteLine(long Seq, ConversationUuid Conversation, SessionKeyUuid Key, int Revision)
{
    /// <summary>Null for a line that is complete, and for one that no key can complete. Pure.</summary>
    public static IncompleteLine? Of(RecordLine line)
    {
        if (line.Hansard is not { Status: LineStatus.Undecryptable, Conversation: { } conversation } hansard || hansard["sealed"] is null) return null;
        if (hansard["fact"]?.Parse() is not { } fact || fact.GetProperty("kind").GetString() != MessageAdded.Kind) return null;
        return fact.GetProperty("body").GetProperty("sessionKeyUuid").GetString() is { } key
            ? new IncompleteLine(hansard.Position.Seq, new ConversationUuid(conversation), new SessionKeyUuid(key), hansard.Position.Revision)
            : null;
    }
}
