namespace Hansard.Protocol.Presence;

/// <summary>Never stored, at most one per second and conversation.</summary>
public sealed record RequestTyping(ConversationUuid ConversationUuid) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestTyping);
}

public sealed record NotificationTyping(ConversationUuid ConversationUuid, UserId UserId) : INotification
{
    public static string Type => nameof(NotificationTyping);
}
