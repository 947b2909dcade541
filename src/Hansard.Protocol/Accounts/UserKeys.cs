using System.Text.Json.Serialization;

namespace Hansard.Protocol.Accounts;

/// <summary>
/// The first key pair of a user: the public key as PEM, the private key as encrypted PEM, the metadata key wrapped for its
/// owner alone.
/// </summary>
public sealed record RequestAddUserKeys(
    string MetaDataKeyEncryptedBase64,
    string? Nick,
    string PrivateKeyEncryptedBase64,
    string PublicKeyBase64) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestAddUserKeys);
}

/// <summary>Stores a private key encrypted anew; takes effect when confirmed by code.</summary>
/// <param name="PublicKeyBase64">Own: when present, the whole pair is replaced and gets a new <see cref="KeyPairUuid"/>.</param>
public sealed record RequestUpdateUserKeys(
    string? AndroidSmsToken,
    string MetaDataKeyEncryptedBase64,
    string? Nick,
    string OpenUserId,
    string PrivateKeyEncryptedBase64,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? PublicKeyBase64 = null) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestUpdateUserKeys);
}

public sealed record RequestConfirmUpdateUserKeys(string SmsCode) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestConfirmUpdateUserKeys);
}

/// <summary>A user's key pair changed. <paramref name="KeyBase64"/> is PEM; <paramref name="ConversationUuid"/> is always null.</summary>
public sealed record NotificationNewPublicKey(UserId UserId, ConversationUuid? ConversationUuid, string KeyBase64) : INotification
{
    public static string Type => nameof(NotificationNewPublicKey);
}
