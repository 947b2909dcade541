using System.Security.Cryptography;
using Hansard.Protocol;

namespace Hansard.Client.Encryption;

/// <summary>The 32 random bytes under which a conversation is written until somebody leaves, is removed or changes his key pair.</summary>
public sealed class SessionKey
{
    private readonly byte[] bytes;

    private SessionKey(byte[] bytes) => this.bytes = bytes;

    internal ReadOnlySpan<byte> Bytes => bytes;

    public static SessionKey Generate() => new(RandomNumberGenerator.GetBytes(AesGcmBox.KeyBytes));

    /// <summary>The key for one recipient, base64 of RSA-OAEP with SHA-256 and no label: <c>keyEncryptedBase64</c>.</summary>
    public string WrapFor(UserPublicKey recipient) => recipient.Wrap(bytes);

    /// <summary>Opens a wrap that was made for <paramref name="own"/>.</summary>
    public static Result<SessionKey> Unwrap(string keyEncryptedBase64, UserKeyPair own)
    {
        var opened = own.Unwrap(keyEncryptedBase64);
        return opened.Succeeded ? new SessionKey(opened.Value) : opened.Failure;
    }

    /// <summary>Takes over a key that this device kept; anything but 32 bytes is refused.</summary>
    public static Result<SessionKey> FromBytes(ReadOnlySpan<byte> kept) => kept.Length == AesGcmBox.KeyBytes
        ? new SessionKey(kept.ToArray())
        : Failure.Invalid("A session key has 32 bytes.");

    /// <summary>The bytes as the local store keeps them. They never leave the device unwrapped.</summary>
    internal byte[] ToBytes() => [.. bytes];

    public override string ToString() => "(session key)";
}
