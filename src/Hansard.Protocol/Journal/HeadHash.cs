using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Protocol.Journal;

/// <summary>
/// The chain over a network's journal. Each link covers the one before, the sequence number and the fact's bytes, so
/// that one head hash stands for the whole journal up to it.
/// </summary>
public static class HeadHash
{
    public const int Bytes = 32;

    /// <summary>The head before the first fact: 32 zero bytes.</summary>
    public static byte[] Origin() => new byte[Bytes];

    /// <summary>
    /// SHA-256(previous || seq as 8 bytes big-endian || SHA-256(fact)). <paramref name="factJson"/> is the fact as first
    /// committed.
    /// </summary>
    public static byte[] Next(ReadOnlySpan<byte> previous, long seq, ReadOnlySpan<byte> factJson)
    {
        var head = new byte[Bytes];
        Next(previous, seq, factJson, head);
        return head;
    }

    /// <summary>As above, into <paramref name="destination"/>, which may be <paramref name="previous"/> itself.</summary>
    public static void Next(ReadOnlySpan<byte> previous, long seq, ReadOnlySpan<byte> factJson, Span<byte> destination)
    {
        if (previous.Length != Bytes) throw new ArgumentException("A head hash has 32 bytes.", nameof(previous));
        Span<byte> link = stackalloc byte[Bytes + sizeof(long) + Bytes];
        previous.CopyTo(link);
        BinaryPrimitives.WriteInt64BigEndian(link[Bytes..], seq);
        SHA256.HashData(factJson, link[(Bytes + sizeof(long))..]);
        SHA256.HashData(link, destination);
    }

    /// <summary>The hash as it travels: 64 lower-case hex digits.</summary>
    public static string Hex(ReadOnlySpan<byte> headHash) => Convert.ToHexStringLower(headHash);

    /// <summary>
    /// What the server's Ed25519 key signs: <c>hansard/journal-head/1</c> LF network LF head in decimal LF head hash in hex LF.
    /// </summary>
    public static byte[] SignedText(string network, long head, ReadOnlySpan<byte> headHash) =>
        Encoding.UTF8.GetBytes($"hansard/journal-head/1\n{network}\n{head}\n{Hex(headHash)}\n");
}
