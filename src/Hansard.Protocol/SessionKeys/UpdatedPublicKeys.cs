namespace Hansard.Protocol.SessionKeys;

/// <summary>Stateless: PEMs of the members whose key pair is newer than the conversation's current session key.</summary>
public sealed record RequestGetUpdatedPublicKeys(ConversationUuid ConversationUuid) : IRequest<ResponseGetUpdatedPublicKeys>
{
    public static string Type => nameof(RequestGetUpdatedPublicKeys);
}

public sealed record ResponseGetUpdatedPublicKeys(IReadOnlyDictionary<UserId, string> PublicKeys) : IResponse
{
    public static string Type => nameof(ResponseGetUpdatedPublicKeys);
}
