using Hansard.Protocol;

namespace Hansard.Server.Messages;

/// <summary>Persisted bits of a message. Above them stands how many files it announced; see <see cref="AnnouncedFiles"/>.</summary>
[Flags]
internal enum MessageFlags
{
    None = 0,
    HasFiles = 1,
    Event = 2,
    Objectionable = 4,
    Deleted = 8,
}

/// <summary>How many files a message announced, kept in the flags: an append stays one row of the same columns.</summary>
internal static class AnnouncedFiles
{
    private const int Shift = 8, Mask = 0xFF;

    /// <summary>The flags of a message; its <c>fileCount</c> counts where it has one.</summary>
    public static MessageFlags Of(bool hasFiles, int? fileCount) =>
        hasFiles ? MessageFlags.HasFiles | (MessageFlags)((fileCount + 1 ?? 0) << Shift) : MessageFlags.None;

    /// <summary>Null where the message has files and did not say how many.</summary>
    public static int? In(MessageFlags flags) => flags.HasFlag(MessageFlags.HasFiles)
        ? ((int)flags >> Shift & Mask) is > 0 and var stored ? stored - 1 : null
        : 0;
}

/// <summary>A message as it is first stored; what it says is stored with its fact.</summary>
internal sealed record MessageRow(
    long Id,
    long ConversationId,
    MessageUuid Uuid,
    long UserKey,
    SessionKeyUuid SessionKeyUuid,
    long FactId,
    long CreatedMs,
    MessageFlags Flags,
    string? EventType,
    long? EventUserKey,
    MessageUuid? ReplyUuid,
    int Members,
    long Countable,
    long Changed);
