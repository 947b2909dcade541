using System.Globalization;
using System.Text;
using Hansard.Record.Merkle;

namespace Hansard.Record.Tests.Merkle;

/// <summary>A tree as the program grows it, its tiles kept in memory.</summary>
internal sealed class GrownTree
{
    private readonly Dictionary<Tile, Hash256[]> tiles = [];

    public TreeEdge Edge { get; } = new();

    public TileTree At(long size) => new(size, Read);

    public static byte[] Entry(int index) => Encoding.ASCII.GetBytes(index.ToString(CultureInfo.InvariantCulture));

    public static GrownTree Of(IEnumerable<byte[]> entries)
    {
        var tree = new GrownTree();
        foreach (var entry in entries)
        {
            tree.Edge.Append(MerkleTree.Leaf(entry), (tile, hashes) => tree.tiles[tile] = hashes);
            foreach (var (tile, hashes) in tree.Edge.Partial()) tree.tiles[tile] = hashes;
        }
        return tree;
    }

    public Hash256[] Read(Tile tile) => tiles[tile];
}
