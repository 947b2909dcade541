using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Protocol.Journal;

/// <summary>
/// How a fact points to a ciphertext without holding it: the ciphertext can be erased and the chain still verifies.
/// </summary>
public static class BodyHash
{
    /// <summary>Lower-case hex of SHA-256(UTF-8 of <paramref name="ivBase64"/> LF <paramref name="bodyEncryptedBase64"/>).</summary>
    public static string Of(string ivBase64, string bodyEncryptedBase64)
    {
        var bytes = Encoding.UTF8.GetMaxByteCount(ivBase64.Length + 1 + bodyEncryptedBase64.Length);
        var rented = ArrayPool<byte>.Shared.Rent(bytes);
        var length = Encoding.UTF8.GetBytes(ivBase64, rented);
        rented[length++] = (byte)'\n';
        length += Encoding.UTF8.GetBytes(bodyEncryptedBase64, rented.AsSpan(length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(rented.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(rented);
        return Convert.ToHexStringLower(hash);
    }
}
