namespace Hansard.Protocol.Conversations;

public sealed record UpdateMemberNick(
    ConversationUuid ConversationUuid,
    string? NickEncrypted,
    UserId? UserId) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(UpdateMemberNick);
}

public sealed record ConversationNickUpdatedNotification(ConversationUuid ConversationUuid, UserId UserId) : INotification
{
    public static string Type => nameof(ConversationNickUpdatedNotification);
}

public sealed record GetNicks(ConversationUuid ConversationUuid) : IRequest<NicksList>
{
    public static string Type => nameof(GetNicks);
}

public sealed record NicksList(IReadOnlyDictionary<UserId, string> Nicks) : IResponse
{
    public static string Type => nameof(NicksList);
}
