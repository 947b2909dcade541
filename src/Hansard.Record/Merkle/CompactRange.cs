using System.Numerics;

namespace Hansard.Record.Merkle;

/// <summary>
/// The root of a tree from its leaves in order, where whole subtrees may stand for leaves that nobody shows. Holds one hash for each level of the
/// tree and nothing else, however large it is.
/// </summary>
public sealed class CompactRange
{
    private readonly List<(int Height, Hash256 Hash)> peaks = [];

    /// <summary>Leaves so far, those inside of subtrees counted.</summary>
    public long Size { get; private set; }

    public void Append(Hash256 leaf) => Append(0, leaf);

    /// <summary>Appends the <c>2^height</c> leaves under one node; <see cref="Size"/> must be a multiple of that.</summary>
    public void Append(int height, Hash256 hash)
    {
        var leaves = 1L << height;
        if (Size % leaves != 0) throw new ArgumentException($"no subtree of {leaves} leaves begins at {Size}", nameof(height));
        Size += leaves;
        while (peaks is [.., var left] && left.Height == height)
        {
            peaks.RemoveAt(peaks.Count - 1);
            (height, hash) = (height + 1, MerkleTree.Node(left.Hash, hash));
        }
        peaks.Add((height, hash));
    }

    /// <summary>The tree's root; the empty tree has none.</summary>
    public Hash256 Root()
    {
        if (Size == 0) throw new InvalidOperationException("the empty tree has no root here");
        var root = peaks[^1].Hash;
        for (var next = peaks.Count - 2; next >= 0; next--) root = MerkleTree.Node(peaks[next].Hash, root);
        return root;
    }

    /// <summary>The largest subtrees that make up the leaves from <paramref name="from"/> up to <paramref name="to"/>, in their order.</summary>
    public static IEnumerable<(int Height, long Index)> Cover(long from, long to)
    {
        while (from < to)
        {
            var height = Math.Min(from == 0 ? 62 : BitOperations.TrailingZeroCount(from), BitOperations.Log2((ulong)(to - from)));
            yield return (height, from >> height);
            from += 1L << height;
        }
    }
}
