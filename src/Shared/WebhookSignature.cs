using System.Security.Cryptography;
using System.Text;

namespace Hansard.Shared;

/// <summary>How a POST to another organisation's server says who sent it and when, so that nobody else can, and what was overheard is of no use later.</summary>
internal static class WebhookSignature
{
    public const string SignatureHeader = "X-Hansard-Signature", TimestampHeader = "X-Hansard-Timestamp", IdempotencyHeader = "Idempotency-Key";

    /// <summary>Lower hex of HMAC-SHA-256 over the timestamp in decimal, a full stop and the body.</summary>
    /// <param name="timestamp">Seconds since 1970, of this try.</param>
    public static string Of(byte[] key, long timestamp, ReadOnlySpan<byte> body) =>
        "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, (byte[])[.. Encoding.ASCII.GetBytes($"{timestamp}."), .. body]));
}
