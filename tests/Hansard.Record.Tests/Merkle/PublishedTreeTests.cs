using Hansard.Record.Merkle;
using Xunit;

namespace Hansard.Record.Tests.Merkle;

/// <summary>The trees that the implementations of RFC 6962 have in common. Source of the values: transparency-dev/merkle, proof/verify_test.go.</summary>
public sealed class PublishedTreeTests
{
    private static readonly byte[][] Leaves =
        [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString)];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    private const string
        A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4", D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", F = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        G = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", H = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f";

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 8, A, B, C)]
    [InlineData(5, 8, D, E, F)]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", B, D)]
    public void Inclusion_proofs_are_the_published_ones(int index, int size, params string[] proof)
    {
        var tree = GrownTree.Of(Leaves).At(size);
        var made = InclusionProof.Make(index, size, tree.Subtree);
        Assert.Equal(proof, made.Select(hash => hash.ToHex()));
        Assert.Equal(Roots[size - 1], tree.Root().ToHex());
        Assert.True(InclusionProof.Check(index, size, MerkleTree.Leaf(Leaves[index]), made, tree.Root()));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8, A, B, C)]
    [InlineData(6, 8, G, E, F)]
    [InlineData(2, 5, B, D)]
    [InlineData(6, 7, G, H, F)]
    public void Consistency_proofs_are_the_published_ones(int from, int to, params string[] proof)
    {
        var tree = GrownTree.Of(Leaves).At(to);
        var made = ConsistencyProof.Make(from, to, tree.Subtree);
        Assert.Equal(proof, made.Select(hash => hash.ToHex()));
        Assert.Equal(Roots[from - 1], tree.RootAt(from).ToHex());
        Assert.True(ConsistencyProof.Check(from, to, tree.RootAt(from), tree.Root(), made));
    }
}
