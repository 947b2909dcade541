using Hansard.Client.Encryption;
using Hansard.Protocol;

namespace Hansard.Client.Settings;

/// <summary>Somebody who records this network, as the server names him.</summary>
/// <param name="Fingerprint">Of his public key; empty where the server shows none that is one.</param>
/// <param name="Distrust">Why this client refuses him; null when the pinned authority vouches for him.</param>
public sealed record Recorder(UserId UserId, string Name, KeyPairUuid KeyPairUuid, string Fingerprint, Failure? Distrust)
{
    internal UserPublicKey? PublicKey { get; init; }
}
