using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Record.Format;
using Hansard.Recorder.Conversations;

namespace Hansard.Recorder.Mapping;

/// <summary>Everything beside a fact that its line depends on, so that the mapping itself is pure.</summary>
/// <param name="Conversation">Its state after the fact.</param>
/// <param name="Files">The stored attachments of the fact's message, by part; null, or beyond the end, for what is not there.</param>
internal sealed record LineScene(ConversationState Conversation, Earlier Earlier, IReadOnlyList<StoredAttachment?> Files)
{
    public LineScene(ConversationState conversation) : this(conversation, Earlier.Nothing, [])
    {
    }

    public StoredAttachment? FileOf(int part) => part < Files.Count ? Files[part] : null;
}

/// <summary>An attachment on the recorder's disk.</summary>
/// <param name="LocalPath">Where it stands.</param>
/// <param name="Sha256">Over its bytes before encryption, lower-case hex.</param>
internal sealed record StoredAttachment(string LocalPath, string Sha256, long Size);

/// <summary>A message whose content is mapped.</summary>
/// <param name="Content">As typed; <paramref name="Object"/> is the same as it was written, in the record's form.</param>
/// <param name="ReplyTo">Of the frame.</param>
internal sealed record SaidContent(
    string Conversation, MessageRef Message, UserId? Sender, long Ts, MessageRef? ReplyTo, MessageContent Content, CanonicalJson Object);
