using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Client.Messages;

/// <summary>A message, an event message or a tombstone, decrypted and checked.</summary>
/// <param name="Content">What was said; null for events, tombstones and what does not open or cannot be read.</param>
/// <param name="Plaintext">The same as it was written, UTF-8 JSON.</param>
/// <param name="SenderNick">What the sender calls himself in this conversation; null where he gave no nick or it does not open.</param>
/// <param name="EventType">One of <see cref="Protocol.Messages.EventTypes"/>; null for what a person or bot wrote.</param>
/// <param name="Problem">Why the body does not open or cannot be read; null when it can, or when there is none.</param>
/// <param name="Verified">Whether the signature of its session key was checked and holds.</param>
public sealed record Message(
    MessageUuid Uuid,
    ConversationUuid Conversation,
    UserId Sender,
    string? SenderNick,
    DateTimeOffset SentAt,
    bool IsMine,
    MessageContent? Content,
    ReadOnlyMemory<byte> Plaintext,
    MessageUuid? ReplyTo,
    bool HasFiles,
    string? EventType,
    UserId? EventUser,
    bool IsDeleted,
    bool IsRead,
    int Members,
    int ReadMembers,
    int DeliveredMembers,
    Failure? Problem,
    bool Verified)
{
    /// <summary>The words of a text message; null for everything else.</summary>
    public string? Text => (Content as TextContent)?.Text;

    /// <summary>The network's moderators have marked it.</summary>
    public bool IsObjectionable { get; init; }

    public bool IsEvent => EventType is not null;
}
