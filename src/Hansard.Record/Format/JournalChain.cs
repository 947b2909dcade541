using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hansard.Record.Format;

/// <summary>The hash that runs along a network's journal. Each value stands for every fact up to it, so equal values mean equal journals.</summary>
public static class JournalChain
{
    /// <summary>Before the first fact: 32 zero bytes.</summary>
    public static readonly string Start = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>SHA-256(previous head hash, seq as 8 bytes big-endian, SHA-256 of the fact's JSON exactly as first committed), in lower-case hex.</summary>
    /// <param name="previous">64 hex digits.</param>
    public static string Next(string previous, long seq, ReadOnlySpan<byte> fact)
    {
        Span<byte> input = stackalloc byte[SHA256.HashSizeInBytes + sizeof(long) + SHA256.HashSizeInBytes];
        Convert.FromHexString(previous, input, out _, out _);
        BinaryPrimitives.WriteInt64BigEndian(input[SHA256.HashSizeInBytes..], seq);
        SHA256.HashData(fact, input[^SHA256.HashSizeInBytes..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return Convert.ToHexStringLower(hash);
    }
}
