using System.Numerics;

namespace Hansard.Record.Merkle;

/// <summary>The hashing of RFC 6962, section 2.1, with SHA-256. The empty tree is refused everywhere: a log without an entry says nothing, and nothing can be proved from it.</summary>
public static class MerkleTree
{
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;
    private const int StackBytes = 512;

    /// <summary>SHA-256(0x00, entry): no leaf can be taken for a node.</summary>
    public static Hash256 Leaf(ReadOnlySpan<byte> entry)
    {
        var input = entry.Length < StackBytes ? stackalloc byte[entry.Length + 1] : new byte[entry.Length + 1];
        input[0] = LeafPrefix;
        entry.CopyTo(input[1..]);
        return Hash256.Of(input);
    }

    /// <summary>SHA-256(0x01, left, right).</summary>
    public static Hash256 Node(in Hash256 left, in Hash256 right)
    {
        Span<byte> input = stackalloc byte[1 + 2 * Hash256.Bytes];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Hash256.Bytes)..]);
        return Hash256.Of(input);
    }

    /// <summary>The Merkle tree hash over what is hashed already: leaves, or complete subtrees of one height of which only the last may be smaller.</summary>
    public static Hash256 Root(ReadOnlySpan<Hash256> hashes)
    {
        if (hashes.IsEmpty) throw new ArgumentException("the empty tree has no root here", nameof(hashes));
        if (hashes.Length == 1) return hashes[0];
        var left = (int)Split(hashes.Length);
        return Node(Root(hashes[..left]), Root(hashes[left..]));
    }

    /// <summary>How many of <paramref name="count"/> leaves stand under the left child: the largest power of two below it.</summary>
    /// <param name="count">From 2.</param>
    internal static long Split(long count) => 1L << BitOperations.Log2((ulong)count - 1);
}
