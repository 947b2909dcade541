using System.Text.Json.Serialization;

namespace Hansard.Protocol.SessionKeys;

/// <summary>A new key for everybody: one entry for each member and each active recorder, no others. The server makes its uuid.</summary>
/// <param name="KeyPairUuids">Own: for which key pair each entry was wrapped, so that stale recipients can be named.</param>
/// <param name="ReplacesSessionKeyUuid">Own: the key that the caller holds for current; of many racing callers one wins.</param>
public sealed record RequestAddNewSessionKeys(
    ConversationUuid ConversationUuid,
    IReadOnlyList<SessionKeyValue> SessionKeys,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<UserId, KeyPairUuid>? KeyPairUuids = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    SessionKeyUuid? ReplacesSessionKeyUuid = null) : IRequest<ResponseAddedSessionKey>
{
    public static string Type => nameof(RequestAddNewSessionKeys);
}

public sealed record ResponseAddedSessionKey(SessionKeyUuid SessionKeyUuid) : IResponse
{
    public static string Type => nameof(ResponseAddedSessionKey);
}

/// <summary>To each member with the wrap that is his own.</summary>
public sealed record NotificationNewSessionKey(SessionKeyView SessionKey) : INotification
{
    public static string Type => nameof(NotificationNewSessionKey);
}
