namespace Hansard.Protocol.Journal;

/// <summary>Own, recorders only: the facts after a cursor; waits for news when there are none.</summary>
/// <param name="Size">At most <see cref="Limits.FeedFacts"/>.</param>
/// <param name="WaitMs">At most <see cref="Limits.FeedWaitMilliseconds"/>.</param>
public sealed record RequestRecorderFeed(long After, int Size, int WaitMs) : IRequest<ResponseRecorderFeed>
{
    public static string Type => nameof(RequestRecorderFeed);
}

/// <summary>Own: facts byte for byte as committed, with what their hashes only point to.</summary>
/// <param name="Bodies">The ciphertexts of these facts' messages; one that was erased is absent.</param>
/// <param name="SessionKeys">This recorder's wraps of the keys named in these facts.</param>
/// <param name="Head">The journal's last sequence number when this answer was made.</param>
/// <param name="HeadHash">Lower-case hex, see <see cref="Journal.HeadHash"/>.</param>
public sealed record ResponseRecorderFeed(
    IReadOnlyList<RawJson> Facts,
    IReadOnlyList<FeedBody> Bodies,
    IReadOnlyList<FeedSessionKey> SessionKeys,
    long Head,
    string HeadHash,
    string HeadSignatureBase64) : IResponse
{
    public static string Type => nameof(ResponseRecorderFeed);
}

public sealed record FeedBody(long Seq, string IvBase64, string BodyEncryptedBase64);

/// <summary>A wrap with everything needed to verify it, also after the signer changed his key pair.</summary>
public sealed record FeedSessionKey(
    SessionKeyUuid Uuid,
    ConversationUuid ConversationUuid,
    UserId UserId,
    string KeyEncryptedBase64,
    string SignatureBase64,
    UserId SignerUserId,
    long Created,
    KeyPairUuid SignerKeyPairUuid,
    string SignerPublicKeyBase64,
    SessionKeyUuid? PreviousSessionKeyUuid);

/// <summary>Own, recorders only: everything up to and with <paramref name="Through"/> is on the recorder's disk.</summary>
public sealed record RequestAcknowledgeFeed(long Through) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestAcknowledgeFeed);
}
