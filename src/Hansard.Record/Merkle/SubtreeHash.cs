using System.Numerics;

namespace Hansard.Record.Merkle;

/// <summary>The hash of a complete subtree: of the leaves from <c>index * 2^height</c>, <c>2^height</c> of them.</summary>
public delegate Hash256 SubtreeHash(int height, long index);

internal static class SubtreeRanges
{
    /// <summary>The Merkle tree hash of the leaves from <paramref name="from"/> up to <paramref name="to"/>, as they stand under one node of a larger tree.</summary>
    public static Hash256 Range(this SubtreeHash subtree, long from, long to)
    {
        var count = to - from;
        if (BitOperations.IsPow2(count)) return subtree(BitOperations.Log2((ulong)count), from / count);
        var left = MerkleTree.Split(count);
        return MerkleTree.Node(subtree.Range(from, from + left), subtree.Range(from + left, to));
    }
}
