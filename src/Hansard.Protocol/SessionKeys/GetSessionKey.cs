namespace Hansard.Protocol.SessionKeys;

public sealed record RequestGetSessionKey(
    ConversationUuid ConversationUuid,
    SessionKeyUuid SessionKeyUuid) : IRequest<ResponseSessionKeyByUuid>
{
    public static string Type => nameof(RequestGetSessionKey);
}

public sealed record ResponseSessionKeyByUuid(SessionKeyView SessionKey) : IResponse
{
    public static string Type => nameof(ResponseSessionKeyByUuid);
}
