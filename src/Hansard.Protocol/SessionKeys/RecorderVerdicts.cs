namespace Hansard.Protocol.SessionKeys;

/// <summary>Own, recorders only: the key opens and its signature holds.</summary>
public sealed record RequestConfirmSessionKey(
    ConversationUuid ConversationUuid,
    SessionKeyUuid SessionKeyUuid) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestConfirmSessionKey);
}

/// <summary>Own, recorders only: the key does not open or its signature is wrong; the server closes it.</summary>
public sealed record RequestRejectSessionKey(
    ConversationUuid ConversationUuid,
    SessionKeyUuid SessionKeyUuid,
    string Reason) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestRejectSessionKey);
}
