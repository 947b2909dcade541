namespace Hansard.Protocol.Bots;

/// <summary>Own: the first half of a bot's log-in.</summary>
public sealed record RequestBotChallenge(UserId UserId, ApplicationUuid Uuid) : IRequest<ResponseBotChallenge>
{
    public static string Type => nameof(RequestBotChallenge);
}

/// <summary>Own: 32 random bytes, good once and for <see cref="Limits.BotChallengeSeconds"/>.</summary>
public sealed record ResponseBotChallenge(string NonceBase64) : IResponse
{
    public static string Type => nameof(ResponseBotChallenge);
}

/// <summary>Own: <paramref name="SignatureBase64"/> is Ed25519 over <see cref="BotLogin.SignedText"/>.</summary>
public sealed record RequestBotAuthentication(
    UserId UserId,
    ApplicationUuid Uuid,
    string SignatureBase64) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestBotAuthentication);
}
