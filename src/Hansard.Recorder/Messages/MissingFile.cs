using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Mapping;

namespace Hansard.Recorder.Messages;

/// <summary>A part of a message whose file is not in the record yet.</summary>
/// <param name="Revision">Of its latest line.</param>
/// <param name="TryAgain">Whether trying again may help; else only its upload's end can.</param>
internal sealed record MissingFile(long Seq, int Part, ConversationUuid Conversation, MessageUuid Message, int Revision, bool TryAgain = true)
{
    /// <summary>Null for a line that misses no file. Pure.</summary>
    public static MissingFile? Of(RecordLine line)
    {
        if (line.Hansard is not { Status: LineStatus.AttachmentMissing, Conversation: { } conversation, Position: var position } hansard) return null;
        if (MessageOf(hansard) is not { } message) return null;
        return new MissingFile(position.Seq, position.Part, new(conversation), message, position.Revision, hansard["reason"]?.Parse().GetString() != FetchedFile.NotYet);
    }

    /// <summary>The message of the fact, null where it is about none.</summary>
    public static MessageUuid? MessageOf(HansardMember hansard) =>
        hansard["fact"]?.Parse() is { } fact && fact.GetProperty("kind").GetString() == MessageAdded.Kind
            ? new MessageUuid(fact.GetProperty("body").GetProperty("messageUuid").GetString()!)
            : null;
}
