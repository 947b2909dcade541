namespace Hansard.Record.Merkle;

/// <summary>That a leaf stands in a tree (RFC 6962, section 2.1.1): the siblings on the way from the leaf up to the root.</summary>
public static class InclusionProof
{
    /// <param name="index">Of the leaf, from 0.</param>
    /// <param name="size">Of the tree, in leaves.</param>
    public static IReadOnlyList<Hash256> Make(long index, long size, SubtreeHash subtree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<Hash256>();
        long from = 0, to = size;
        while (to - from > 1)
        {
            var middle = from + MerkleTree.Split(to - from);
            path.Add(index < middle ? subtree.Range(middle, to) : subtree.Range(from, middle));
            (from, to) = index < middle ? (from, middle) : (middle, to);
        }
        path.Reverse();
        return path;
    }

    /// <summary>Whether the proof leads from this leaf at this index to this root.</summary>
    public static bool Check(long index, long size, Hash256 leaf, IReadOnlyList<Hash256> proof, Hash256 root)
    {
        if (index < 0 || index >= size) return false;
        var hash = leaf;
        // The position among the siblings of its level, and the last position of that level: RFC 9162, section 2.1.3.2.
        long position = index, last = size - 1;
        foreach (var sibling in proof)
        {
            if (last == 0) return false;
            if (position % 2 == 1 || position == last)
            {
                hash = MerkleTree.Node(sibling, hash);
                // A node without a right sibling moves up unhashed until it is a right child itself.
                while (position % 2 == 0 && position != 0) (position, last) = (position / 2, last / 2);
            }
            else
            {
                hash = MerkleTree.Node(hash, sibling);
            }
            (position, last) = (position / 2, last / 2);
        }
        return last == 0 && hash == root;
    }
}
