using System.Security.Cryptography;
using System.Text;
using Hansard.Client.Encryption;
using Hansard.Protocol;

namespace Hansard.Client.LocalStore;

/// <summary>
/// Under what the local store is kept: derived from the user's metadata key (HKDF, SHA-256, RFC 5869), so that it is as secret as what is already under
/// that, stays when he renews his key pair, and another user of the same folder finds nothing.
/// </summary>
internal sealed class StoreKey
{
    private const string Purpose = "hansard/local-store/1";
    private readonly byte[] boxKey, nameKey;

    public StoreKey(MetadataKey metadataKey, string network, UserId user, ApplicationUuid application)
    {
        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, metadataKey.ToBytes(), 2 * AesGcmBox.KeyBytes, info: Encoding.UTF8.GetBytes($"{Purpose}\n{network}\n{user.Value}\n{application.Value}"));
        (boxKey, nameKey) = (derived[..AesGcmBox.KeyBytes], derived[AesGcmBox.KeyBytes..]);
    }

    /// <summary>What stands in the file in place of an id.</summary>
    public byte[] Name(string id) => HMACSHA256.HashData(nameKey, Encoding.UTF8.GetBytes(id));

    /// <summary>Nonce, ciphertext and tag; bound to its place, so that rows cannot be exchanged.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> place)
    {
        var nonce = AesGcmBox.NewNonce();
        return [.. nonce, .. AesGcmBox.Seal(boxKey, nonce, plaintext, place)];
    }

    public Result<byte[]> Open(ReadOnlySpan<byte> box, ReadOnlySpan<byte> place) => box.Length < AesGcmBox.NonceBytes
        ? Failure.Invalid("This is no row of the local store.")
        : AesGcmBox.Open(boxKey, box[..AesGcmBox.NonceBytes], box[AesGcmBox.NonceBytes..], place);
}
