using System.Text.Json.Serialization;

namespace Hansard.Protocol.Messages;

/// <summary>Receipts are sets per user: they only move forward, and unknown or own messages are skipped.</summary>
public sealed record MessageDelivered(
    ConversationUuid ConversationUuid,
    MessageUuid MessageUuid) : IRequest<ResponseStatusMessage>, IAboutConversation
{
    public static string Type => nameof(MessageDelivered);
}

/// <summary>Exactly these messages become read; earlier ones stay as they are.</summary>
public sealed record RequestMessagesReaded(
    ConversationUuid ConversationUuid,
    IReadOnlyList<MessageUuid> MessageUuids) : IRequest<ResponseStatusMessage>, IAboutConversation
{
    public static string Type => nameof(RequestMessagesReaded);
}

public sealed record RequestMarkAllReaded(ConversationUuid ConversationUuid) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestMarkAllReaded);
}

/// <summary>The latest counters of a message.</summary>
/// <param name="Readed">Own: true for the other applications of the user who read it; absent for everybody else.</param>
public sealed record UpdatedMessageNotification(
    MessageUuid Uuid,
    ConversationUuid ConversationUuid,
    int Members,
    int ReadedMembers,
    int DeliveredMembers,
    bool Objectionable,
    bool Deleted,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Readed = null) : INotification
{
    public static string Type => nameof(UpdatedMessageNotification);
}
