using Hansard.Record.Merkle;
using Xunit;

namespace Hansard.Record.Tests.Merkle;

public sealed class TileTests
{
    // The first is C2SP tlog-tiles' own example.
    [Theory]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 999, 5, "tile/0/999.p/5")]
    [InlineData(1, 1000, 255, "tile/1/x001/000.p/255")]
    [InlineData(2, 1_000_000, 1, "tile/2/x001/x000/000.p/1")]
    public void A_tile_has_one_path(int level, long index, int width, string path) => Assert.Equal(path, new Tile(level, index, width).Path);

    // C2SP tlog-tiles: 273 full and one of 112, one full and one of 17, one of 1; and 256 leaves are a full tile and one hash above it.
    [Fact]
    public void The_tiles_of_a_tree_are_those_of_the_specification()
    {
        var tiles = Tile.Of(70_000).ToArray();
        Assert.Equal([273, 1, 0], Enumerable.Range(0, 3).Select(level => tiles.Count(tile => tile.Level == level && tile.IsFull)));
        Assert.Equal([new Tile(0, 273, 112), new Tile(1, 1, 17), new Tile(2, 0, 1)], tiles.Where(tile => !tile.IsFull));
        Assert.Equal([new Tile(0, 0), new Tile(1, 0, 1)], Tile.Of(256));
        Assert.Empty(Tile.Of(0));
    }

    [Fact]
    public void A_growing_tree_makes_exactly_the_tiles_of_its_size_and_goes_on_from_them()
    {
        var full = new Dictionary<Tile, Hash256[]>();
        var edge = new TreeEdge();
        for (var n = 1; n <= 66_000; n++)
        {
            edge.Append(MerkleTree.Leaf(GrownTree.Entry(n)), full.Add);
            if (n is not (1 or 255 or 256 or 257 or 65_535 or 65_536 or 65_537 or 66_000)) continue;
            var all = new Dictionary<Tile, Hash256[]>(full);
            foreach (var (tile, hashes) in edge.Partial()) all.Add(tile, hashes);
            Assert.Equal(Tile.Of(n).ToHashSet(), [.. all.Keys]);
            Assert.All(all, one => Assert.Equal(one.Key.Width, one.Value.Length));
            Assert.Equal(edge.Root(), new TileTree(n, tile => all[tile]).Root());
            // A partial tile may be gone once the full one is there, so the edge is read from what there is.
            edge = TreeEdge.Of(n, tile => all[tile]);
            Assert.Equal((n, edge.Root()), (edge.Size, new TileTree(n, tile => all[tile]).Root()));
        }
    }

    [Fact]
    public void A_copy_grows_apart()
    {
        var edge = new TreeEdge();
        edge.Append(MerkleTree.Leaf([1]), Full);
        var copy = edge.Copy();
        copy.Append(MerkleTree.Leaf([2]), Full);
        Assert.Equal((1, MerkleTree.Leaf([1])), (edge.Size, edge.Root()));
        Assert.Equal((2, MerkleTree.Node(MerkleTree.Leaf([1]), MerkleTree.Leaf([2]))), (copy.Size, copy.Root()));
    }

    [Fact]
    public void The_empty_tree_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => new TreeEdge().Root());
        Assert.Throws<ArgumentException>(() => MerkleTree.Root([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConsistencyProof.Make(0, 1, (_, _) => default));
        Assert.Throws<ArgumentOutOfRangeException>(() => InclusionProof.Make(0, 0, (_, _) => default));
        Assert.False(InclusionProof.Check(0, 0, default, [], default));
        Assert.False(ConsistencyProof.Check(0, 0, default, default, []));
        Assert.False(Checkpoint.TryParse($"o\n0\n{default(Hash256).ToBase64()}\n", out _));
    }

    [Fact]
    public void A_tile_reads_back_and_no_other_length_does()
    {
        var hashes = Enumerable.Range(0, 5).Select(n => MerkleTree.Leaf([(byte)n])).ToArray();
        var tile = new Tile(0, 0, 5);
        Assert.True(TileBytes.TryRead(tile, TileBytes.Of(hashes), out var read));
        Assert.Equal(hashes, read);
        Assert.False(TileBytes.TryRead(tile, TileBytes.Of(hashes).AsSpan(1), out _));
        Assert.False(TileBytes.TryRead(tile, [.. TileBytes.Of(hashes), 0], out _));
    }

    private static void Full(Tile tile, Hash256[] hashes) => Assert.Fail("no tile is full yet");
}
