using System.Security.Cryptography;
using Hansard.Protocol;

namespace Hansard.Client.Encryption;

/// <summary>AES-256-GCM as the profile has it: a 12-byte nonce, and the 16-byte tag behind the ciphertext (NIST SP 800-38D).</summary>
internal static class AesGcmBox
{
    public const int KeyBytes = 32;
    public const int NonceBytes = 12;
    public const int TagBytes = 16;

    /// <summary>A nonce is random: under one session key far fewer than 2^32 bodies are ever written, the bound for random nonces.</summary>
    public static byte[] NewNonce() => RandomNumberGenerator.GetBytes(NonceBytes);

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        var box = new byte[plaintext.Length + TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plaintext, box.AsSpan(0, plaintext.Length), box.AsSpan(plaintext.Length), associatedData);
        return box;
    }

    public static Result<byte[]> Open(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> box, ReadOnlySpan<byte> associatedData)
    {
        if (nonce.Length != NonceBytes || box.Length < TagBytes) return Unopened;
        var plaintext = new byte[box.Length - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(nonce, box[..^TagBytes], box[^TagBytes..], plaintext, associatedData);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return Unopened;
        }
    }

    private static readonly Failure Unopened =
        Failure.Invalid("What was encrypted does not open: it was altered, moved, or written under another key.");
}
