using Hansard.Client.Encryption;
using Hansard.Protocol;

namespace Hansard.Client.Accounts;

/// <summary>Who is signed in on this device, with the keys that make him that.</summary>
public sealed class Identity : IDisposable
{
    internal Identity(string network, UserId userId, string? nick, UserKeyPair keyPair, KeyPairUuid keyPairUuid, MetadataKey metadataKey) =>
        (Network, UserId, Nick, KeyPair, KeyPairUuid, MetadataKey) = (network, userId, nick, keyPair, keyPairUuid, metadataKey);

    public string Network { get; }
    public UserId UserId { get; }

    /// <summary>What others see in conversations; null when he gave none.</summary>
    public string? Nick { get; internal set; }

    public KeyPairUuid KeyPairUuid { get; }

    /// <summary>What others compare to be sure of him.</summary>
    public string Fingerprint => KeyPair.Public.Fingerprint;

    internal UserKeyPair KeyPair { get; }
    internal MetadataKey MetadataKey { get; }

    /// <summary>Opens what this user sealed for himself.</summary>
    internal Result<string> Open(string field, string envelopeBase64)
    {
        var envelope = Envelope.Read(envelopeBase64);
        return envelope.Succeeded ? envelope.Value.Open(MetadataKey, UserId, field) : envelope.Failure;
    }

    public void Dispose() => KeyPair.Dispose();
}
