using System.Text.Json.Serialization;

namespace Hansard.Protocol.Messages;

/// <summary>A message as its reader sees it. Events and tombstones have neither body nor initialisation vector.</summary>
/// <param name="Created">Epoch milliseconds, never falling within a conversation.</param>
/// <param name="EventType">One of <see cref="EventTypes"/> where <paramref name="IsEvent"/>, else null.</param>
/// <param name="Members">Members at commit, author included, recorders not; the two counters count only them.</param>
/// <param name="Event">Repeats <paramref name="IsEvent"/> in the answer to <c>RequestGetConversationsFull</c>; absent elsewhere.</param>
public sealed record MessageView(
    MessageUuid Uuid,
    ConversationUuid ConversationUuid,
    SessionKeyUuid SessionKeyUuid,
    UserId UserId,
    string? IvBase64,
    string? BodyEncryptedBase64,
    long Created,
    bool HasFiles,
    bool Readed,
    string? UserNick,
    bool IsEvent,
    string? EventType,
    UserId? EventUserId,
    int Members,
    int ReadedMembers,
    int DeliveredMembers,
    bool Objectionable,
    bool Deleted,
    MessageUuid? ReplyMessageUuid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Event = null);
