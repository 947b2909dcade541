using Hansard.Archive.Attachments;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Record.Format;
using Hansard.Recorder.Conversations;

namespace Hansard.Recorder.Mapping;

/// <summary>Everything beside a fact that its line depends on, so that the mapping itself is pure.</summary>
/// <param name="Conversation">Its state after the fact.</param>
/// <param name="Files">The files of the fact's message, by part; null, or beyond the end, for what was not asked for.</param>
internal sealed record LineScene(ConversationState Conversation, Earlier Earlier, IReadOnlyList<FetchedFile?> Files)
{
    public LineScene(ConversationState conversation) : this(conversation, Earlier.Nothing, [])
    {
    }

    public FetchedFile? FileOf(int part) => part < Files.Count ? Files[part] : null;
}

/// <summary>What came of a file of a message: it is on the recorder's disk, or why not.</summary>
internal sealed record FetchedFile(StoredFile? Stored, string? Reason)
{
    /// <summary>Before its upload has ended. It says nothing of when that will be; a fact of its own does.</summary>
    public const string NotYet = "The file has not come to the server yet.";

    /// <summary>Of a message that could not be opened until now.</summary>
    private const string KeyCameLate = "The session key of its message came late.";

    /// <summary>For the most files that a message has.</summary>
    public static readonly IReadOnlyList<FetchedFile> Late = [Missing(KeyCameLate), Missing(KeyCameLate)];

    /// <summary>It was to be had, and was not.</summary>
    public bool HasFailed => Reason is not null and not NotYet;

    public static FetchedFile Missing(string reason) => new(null, reason);
}

/// <summary>A message whose content is mapped.</summary>
/// <param name="Content">As typed; <paramref name="Object"/> is the same as it was written, in the record's form.</param>
/// <param name="ReplyTo">Of the frame.</param>
internal sealed record SaidContent(
    string Conversation, MessageRef Message, UserId? Sender, long Ts, MessageRef? ReplyTo, MessageContent Content, CanonicalJson Object);
