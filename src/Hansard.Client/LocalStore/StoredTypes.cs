using System.Text.Json.Serialization;
using Hansard.Protocol;

namespace Hansard.Client.LocalStore;

/// <summary>Who this device is. <paramref name="SecretBase64"/> proves it to the server.</summary>
/// <param name="Number">The E.164 number: it stays on this device and is asked for again only to renew keys.</param>
internal sealed record StoredIdentity(
    string Network,
    string Number,
    UserId UserId,
    ApplicationUuid Uuid,
    string SecretBase64,
    string? Nick,
    string PrivateKeyPem,
    string MetadataKeyBase64,
    KeyPairUuid KeyPairUuid);

/// <summary>A public key that a person was seen with, the current one first in its list.</summary>
internal sealed record StoredPin(KeyPairUuid KeyPairUuid, string PublicKeyPem);

/// <param name="AuthorityPem">The network's authority key, which vouches for recorders.</param>
/// <param name="Recorders">The recorders that were shown last, so that a change is noticed across restarts.</param>
internal sealed record StoredPins(
    string? AuthorityPem,
    IReadOnlyDictionary<UserId, IReadOnlyList<StoredPin>> Users,
    IReadOnlyList<StoredRecorder>? Recorders)
{
    public static readonly StoredPins None = new(null, new Dictionary<UserId, IReadOnlyList<StoredPin>>(), null);
}

internal sealed record StoredRecorder(UserId UserId, string Name, KeyPairUuid KeyPairUuid);

/// <summary>A session key that was opened on this device. <paramref name="Verified"/>: its signer's signature was checked and held.</summary>
internal sealed record StoredSessionKey(SessionKeyUuid Uuid, SessionKeyUuid? Previous, string KeyBase64, bool Verified);

internal sealed record StoredSessionKeys(ConversationUuid Conversation, IReadOnlyList<StoredSessionKey> Keys);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoredIdentity))]
[JsonSerializable(typeof(StoredPins))]
[JsonSerializable(typeof(StoredSessionKeys))]
[JsonSerializable(typeof(StoredBot))]
internal sealed partial class StoredJson : JsonSerializerContext;
