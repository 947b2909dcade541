using Hansard.Protocol;

namespace Hansard.Server.Messages;

/// <summary>Persisted bits of a message.</summary>
[Flags]
internal enum MessageFlags
{
    None = 0,
    HasFiles = 1,
    Event = 2,
    Objectionable = 4,
    Deleted = 8,
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
