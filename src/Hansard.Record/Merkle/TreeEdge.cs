namespace Hansard.Record.Merkle;

/// <summary>
/// The right edge of a growing tree: the hashes of each level's last, not yet full tile. It is all that is needed to append and to know the root,
/// and stays below a hundred kilobytes however large the tree grows.
/// </summary>
public sealed class TreeEdge
{
    private readonly List<List<Hash256>> levels;

    public TreeEdge() => levels = [];

    private TreeEdge(TreeEdge other) => (Size, levels) = (other.Size, [.. other.levels.Select(level => new List<Hash256>(level))]);

    /// <summary>Leaves.</summary>
    public long Size { get; private set; }

    /// <summary>Restores the edge of a tree from its tiles.</summary>
    /// <param name="tile">The hashes of a tile.</param>
    public static TreeEdge Of(long size, Func<Tile, Hash256[]> tile)
    {
        var edge = new TreeEdge { Size = size };
        for (var level = 0; Tile.HashesAt(level, size) is > 0 and var hashes; level++)
            edge.levels.Add(hashes % Tile.FullWidth == 0 ? [] : [.. tile(Tile.Holding(level, hashes - 1, size))]);
        return edge;
    }

    public TreeEdge Copy() => new(this);

    /// <summary>Appends a leaf; a tile that it fills, and those that this fills in turn, are given to <paramref name="full"/>.</summary>
    public void Append(Hash256 leaf, Action<Tile, Hash256[]> full)
    {
        Size++;
        var hash = leaf;
        for (var level = 0; ; level++)
        {
            if (level == levels.Count) levels.Add([]);
            levels[level].Add(hash);
            if (levels[level].Count < Tile.FullWidth) return;
            var hashes = levels[level].ToArray();
            levels[level].Clear();
            full(new Tile(level, Tile.HashesAt(level, Size) / Tile.FullWidth - 1), hashes);
            hash = MerkleTree.Root(hashes);
        }
    }

    /// <summary>The tiles that are not full.</summary>
    public IEnumerable<(Tile Tile, Hash256[] Hashes)> Partial() =>
        levels.Select((hashes, level) => (level, hashes)).Where(one => one.hashes.Count > 0)
            .Select(one => (Tile.Holding(one.level, Tile.HashesAt(one.level, Size) - 1, Size), one.hashes.ToArray()));

    /// <summary>The tree's root; the empty tree has none.</summary>
    public Hash256 Root()
    {
        if (Size == 0) throw new InvalidOperationException("the empty tree has no root here");
        Hash256? right = null;
        foreach (var level in levels.Where(level => level.Count > 0))
            right = MerkleTree.Root(right is { } smaller ? [.. level, smaller] : [.. level]);
        return right!.Value;
    }
}
