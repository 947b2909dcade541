namespace Hansard.Protocol.Conversations;

/// <summary><paramref name="Title"/> is an envelope under the session key.</summary>
public sealed record RequestRenameConversation(ConversationUuid ConversationUuid, string? Title) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestRenameConversation);
}

public sealed record NotificationRenameConversation(ConversationUuid ConversationUuid, string? Title) : INotification
{
    public static string Type => nameof(NotificationRenameConversation);
}

public sealed record ConversationAvatarChangedNotification(ConversationUuid ConversationUuid, long AvatarUpdated) : INotification
{
    public static string Type => nameof(ConversationAvatarChangedNotification);
}

public sealed record RequestDeleteConversation(ConversationUuid ConversationUuid) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestDeleteConversation);
}

public sealed record NotificationConversationDeleted(ConversationUuid Uuid) : INotification
{
    public static string Type => nameof(NotificationConversationDeleted);
}
