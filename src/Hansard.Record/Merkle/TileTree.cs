using System.Runtime.InteropServices;

namespace Hansard.Record.Merkle;

/// <summary>The tree of a log of a given size, read from its tiles. It believes them; whoever does not, compares <see cref="Root"/> with a signed one.</summary>
/// <param name="read">A tile's hashes; throws where there is no such tile.</param>
public sealed class TileTree(long size, Func<Tile, Hash256[]> read)
{
    /// <summary>Tiles in memory: a proof needs one or two of each level.</summary>
    private const int RememberedTiles = 64;

    private readonly Dictionary<Tile, Hash256[]> remembered = [];

    /// <summary>Leaves.</summary>
    public long Size => size;

    public Hash256 Leaf(long index) => Subtree(0, index);

    public Hash256 Root() => ((SubtreeHash)Subtree).Range(0, size);

    /// <summary>The root that the tree had when it was smaller.</summary>
    public Hash256 RootAt(long earlierSize) => ((SubtreeHash)Subtree).Range(0, earlierSize);

    public Hash256 Subtree(int height, long index)
    {
        var level = height / Tile.Height;
        // The subtree's leaves are hashes of one tile: a tile spans eight levels and begins at a multiple of its width.
        var count = 1 << (height % Tile.Height);
        var tile = Tile.Holding(level, index * count, size);
        return MerkleTree.Root(Hashes(tile).AsSpan((int)(index * count % Tile.FullWidth), count));
    }

    private Hash256[] Hashes(Tile tile)
    {
        if (remembered.TryGetValue(tile, out var hashes)) return hashes;
        if (remembered.Count == RememberedTiles) remembered.Clear();
        hashes = read(tile);
        if (hashes.Length != tile.Width) throw new InvalidDataException($"{tile.Path} has {hashes.Length} hashes");
        return remembered[tile] = hashes;
    }
}

/// <summary>A tile as it stands in a file: its hashes one after the other.</summary>
public static class TileBytes
{
    public static byte[] Of(ReadOnlySpan<Hash256> hashes) => MemoryMarshal.AsBytes(hashes).ToArray();

    /// <summary>False where the bytes are not exactly the tile's hashes.</summary>
    public static bool TryRead(Tile tile, ReadOnlySpan<byte> bytes, out Hash256[] hashes)
    {
        hashes = [];
        if (bytes.Length != tile.Width * Hash256.Bytes) return false;
        hashes = MemoryMarshal.Cast<byte, Hash256>(bytes).ToArray();
        return true;
    }
}
