using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;

namespace Hansard.Client.Accounts;

/// <summary>The keys of a user on a device. The key pair is the caller's to dispose of.</summary>
/// <param name="Nick">The nick that the user gave himself before; null where he gave none.</param>
internal sealed record EnrolledKeys(UserKeyPair KeyPair, MetadataKey MetadataKey, KeyPairUuid KeyPairUuid, string? Nick);

/// <summary>A user's keys as the server keeps them for his devices: opened with his passphrase, and held against the public key that others see.</summary>
internal static class OwnKeys
{
    /// <summary><c>invalid</c> for another passphrase; <c>untrusted</c> where the halves do not belong together.</summary>
    public static Result<EnrolledKeys> Open(UserView own, string passphrase)
    {
        if (own is not { PublicKeyBase64: { } publicPem, PrivateKeyEncryptedBase64: { } pem, MetaDataKeyEncryptedBase64: { } wrapped, KeyPairUuid: { } uuid })
            return ClientStatus.Fault("The server does not show this user his own private key.");
        var pair = UserKeyPair.FromEncryptedPem(pem, passphrase);
        if (!pair.Succeeded) return pair.Failure;
        var metadata = MetadataKey.Unwrap(wrapped, pair.Value);
        var shown = UserPublicKey.Parse(publicPem);
        if (metadata.Succeeded && shown.Succeeded && shown.Value.Equals(pair.Value.Public))
            return new EnrolledKeys(pair.Value, metadata.Value, uuid, NickOf(own, metadata.Value));
        pair.Value.Dispose();
        return ClientStatus.UntrustedBecause("The private key that the server keeps is not the one of the public key that it shows to others.");
    }

    private static string? NickOf(UserView own, MetadataKey metadata) =>
        own.Nick is not null && Envelope.Read(own.Nick) is { Succeeded: true } envelope
            && envelope.Value.Open(metadata, own.UserId, EnvelopeField.Nick) is { Succeeded: true } nick
            ? nick.Value
            : null;
}
