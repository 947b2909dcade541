namespace Hansard.Protocol.Messages;

/// <summary>By the author, in groups by an admin too; leaves a tombstone.</summary>
public sealed record RequestDeleteMessage(ConversationUuid ConversationUuid, MessageUuid Uuid) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestDeleteMessage);
}

public sealed record RequestDeleteMessages(
    ConversationUuid ConversationUuid,
    IReadOnlyList<MessageUuid> Uuids) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestDeleteMessages);
}

public sealed record DeleteMessageNotification(
    ConversationUuid ConversationUuid,
    MessageUuid MessageUuid,
    UserId UserId) : INotification
{
    public static string Type => nameof(DeleteMessageNotification);
}
