using System.Numerics;

namespace Hansard.Record.Merkle;

/// <summary>That a tree is the beginning of a larger one (RFC 6962, section 2.1.2): nothing that was in it has changed or gone.</summary>
public static class ConsistencyProof
{
    /// <summary>Longest proof there can be; a witness takes no longer one either.</summary>
    public const int MaximumHashes = 63;

    /// <param name="oldSize">In leaves, from 1.</param>
    /// <param name="newSize">In leaves, at least the old size.</param>
    public static IReadOnlyList<Hash256> Make(long oldSize, long newSize, SubtreeHash subtree)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var path = new List<Hash256>();
        long from = 0, to = newSize;
        // Down to the node at which the old tree ends; the old root itself is known to whoever checks.
        while (oldSize != to)
        {
            var middle = from + MerkleTree.Split(to - from);
            path.Add(oldSize <= middle ? subtree.Range(middle, to) : subtree.Range(from, middle));
            (from, to) = oldSize <= middle ? (from, middle) : (middle, to);
        }
        if (from != 0) path.Add(subtree.Range(from, to));
        path.Reverse();
        return path;
    }

    /// <summary>Whether the proof leads from the old root to the new one. Trees of equal size are consistent when they are the same, by an empty proof.</summary>
    public static bool Check(long oldSize, long newSize, Hash256 oldRoot, Hash256 newRoot, IReadOnlyList<Hash256> proof)
    {
        if (oldSize < 1 || oldSize > newSize) return false;
        if (oldSize == newSize) return proof.Count == 0 && oldRoot == newRoot;
        // An old tree that is complete is itself the first node: RFC 9162, section 2.1.4.2.
        IEnumerable<Hash256> path = BitOperations.IsPow2(oldSize) ? [oldRoot, .. proof] : proof;
        long position = oldSize - 1, last = newSize - 1;
        while (position % 2 == 1) (position, last) = (position / 2, last / 2);
        return Climb(path, position, last) == (oldRoot, newRoot);
    }

    private static (Hash256 Old, Hash256 New)? Climb(IEnumerable<Hash256> path, long position, long last)
    {
        (Hash256 Old, Hash256 New)? hashes = null;
        foreach (var sibling in path)
        {
            if (hashes is not var (old, @new))
            {
                hashes = (sibling, sibling);
                continue;
            }
            if (last == 0) return null;
            if (position % 2 == 1 || position == last)
            {
                hashes = (MerkleTree.Node(sibling, old), MerkleTree.Node(sibling, @new));
                while (position % 2 == 0 && position != 0) (position, last) = (position / 2, last / 2);
            }
            else
            {
                hashes = (old, MerkleTree.Node(@new, sibling));
            }
            (position, last) = (position / 2, last / 2);
        }
        return last == 0 ? hashes : null;
    }
}
