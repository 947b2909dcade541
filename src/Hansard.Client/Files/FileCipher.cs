using System.Buffers.Binary;
using System.Security.Cryptography;
using Hansard.Client.Encryption;
using Hansard.Protocol;

namespace Hansard.Client.Files;

/// <summary>
/// Encrypts and decrypts a file chunk by chunk (docs/messenger-protocol.md, Encryption of files). The key is of this file in this message, the
/// nonce is the chunk's number and the last chunk says that it is one: what was changed, moved or cut off does not open.
/// </summary>
internal sealed class FileCipher : IDisposable
{
    /// <summary>Plaintext of every chunk but the last, in bytes.</summary>
    public const int ChunkBytes = 64 * 1024;

    public const int SealedChunkBytes = ChunkBytes + AesGcmBox.TagBytes;

    public const int KeyBytes = 32;

    private const string Purpose = "hansard/file/1", NamePurpose = "hansard/file-name/1";

    private readonly AesGcm aes;

    /// <param name="key">The file's own random <see cref="KeyBytes"/>.</param>
    public FileCipher(ReadOnlySpan<byte> key, ConversationUuid conversation, MessageUuid message) =>
        aes = new AesGcm(Derive(key, Purpose, conversation, message), AesGcmBox.TagBytes);

    /// <summary>What a file of so many bytes takes when it is encrypted.</summary>
    public static long SealedSize(long size) => size + Chunks(size) * AesGcmBox.TagBytes;

    /// <summary>At least one: an empty file has an empty chunk.</summary>
    public static long Chunks(long size) => Math.Max(1, (size + ChunkBytes - 1) / ChunkBytes);

    /// <param name="box">As long as the plaintext and a tag.</param>
    public void Seal(long chunk, bool last, ReadOnlySpan<byte> plaintext, Span<byte> box)
    {
        Span<byte> nonce = stackalloc byte[AesGcmBox.NonceBytes];
        Nonce(chunk, nonce);
        aes.Encrypt(nonce, plaintext, box[..plaintext.Length], box[plaintext.Length..], Flag(last));
    }

    /// <summary>False where the chunk is not the one that was written there.</summary>
    public bool TryOpen(long chunk, bool last, ReadOnlySpan<byte> box, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[AesGcmBox.NonceBytes];
        Nonce(chunk, nonce);
        try
        {
            aes.Decrypt(nonce, box[..^AesGcmBox.TagBytes], box[^AesGcmBox.TagBytes..], plaintext, Flag(last));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>The name as the server is shown it: base64 of nonce, ciphertext and tag.</summary>
    public static string SealName(ReadOnlySpan<byte> key, ConversationUuid conversation, MessageUuid message, string name)
    {
        var nonce = AesGcmBox.NewNonce();
        var box = AesGcmBox.Seal(Derive(key, NamePurpose, conversation, message), nonce, global::System.Text.Encoding.UTF8.GetBytes(name), []);
        return Convert.ToBase64String([.. nonce, .. box]);
    }

    public void Dispose() => aes.Dispose();

    private static byte[] Derive(ReadOnlySpan<byte> key, string purpose, ConversationUuid conversation, MessageUuid message)
    {
        var derived = new byte[AesGcmBox.KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt: [], Statement.Of(purpose, conversation.Value, message.Value));
        return derived;
    }

    private static ReadOnlySpan<byte> Flag(bool last) => last ? [1] : [0];

    private static void Nonce(long chunk, Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[^sizeof(long)..], chunk);
    }
}
