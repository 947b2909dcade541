namespace Hansard.Protocol.Accounts;

/// <summary>
/// A user as another sees him; times are epoch milliseconds. The private key and the metadata key are shown to their owner alone.
/// An unknown user has this shape too, with nulls and all times equal to now, so that existence does not leak.
/// </summary>
public sealed record UserView(
    UserId UserId,
    string? PublicKeyBase64,
    string? PrivateKeyEncryptedBase64,
    long Created,
    long LastLogin,
    string? Nick,
    long AvatarUpdated,
    long KeysUpdated,
    bool Blocked,
    string? MetaDataKeyEncryptedBase64,
    KeyPairUuid? KeyPairUuid);
