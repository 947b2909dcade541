using System.Security.Cryptography;
using Hansard.Protocol;

namespace Hansard.Client.Encryption;

/// <summary>The 32 random bytes under which a person keeps what is his alone: his nick outside conversations, contacts, parameters.</summary>
public sealed class MetadataKey
{
    private readonly byte[] bytes;

    private MetadataKey(byte[] bytes) => this.bytes = bytes;

    internal ReadOnlySpan<byte> Bytes => bytes;

    public static MetadataKey Generate() => new(RandomNumberGenerator.GetBytes(AesGcmBox.KeyBytes));

    /// <summary><c>metaDataKeyEncryptedBase64</c>: the key wrapped for its owner, who fetches it on each new device.</summary>
    public string WrapFor(UserPublicKey owner) => owner.Wrap(bytes);

    public static Result<MetadataKey> Unwrap(string metaDataKeyEncryptedBase64, UserKeyPair own)
    {
        var opened = own.Unwrap(metaDataKeyEncryptedBase64);
        return opened.Succeeded ? new MetadataKey(opened.Value) : opened.Failure;
    }

    /// <summary>Takes over a key that this device kept; anything but 32 bytes is refused.</summary>
    public static Result<MetadataKey> FromBytes(ReadOnlySpan<byte> kept) => kept.Length == AesGcmBox.KeyBytes
        ? new MetadataKey(kept.ToArray())
        : Failure.Invalid("A metadata key has 32 bytes.");

    internal byte[] ToBytes() => [.. bytes];

    public override string ToString() => "(metadata key)";
}
