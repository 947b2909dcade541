using Hansard.Record.Merkle;
using Xunit;

namespace Hansard.Record.Tests.Merkle;

public sealed class ProofTests
{
    private const int Largest = 40;

    private static readonly byte[][] Entries = [.. Enumerable.Range(0, 600).Select(GrownTree.Entry)];

    private static readonly GrownTree Tree = GrownTree.Of(Entries);

    private static IEnumerable<int> Sizes => [.. Enumerable.Range(1, Largest), 255, 256, 257, 511, 512, 513, 600];

    [Fact]
    public void Every_root_and_every_inclusion_proof_is_what_a_second_implementation_makes()
    {
        foreach (var size in Sizes)
        {
            var tree = Tree.At(size);
            Assert.Equal(NaiveTree.Hash(Entries[..size]), tree.Root().ToArray());
            foreach (var index in size <= Largest ? Enumerable.Range(0, size) : [0, 254, size / 2, size - 1])
            {
                var proof = InclusionProof.Make(index, size, tree.Subtree);
                Assert.Equal(NaiveTree.Path(index, Entries[..size]), proof.Select(hash => hash.ToArray()));
                Assert.True(InclusionProof.Check(index, size, MerkleTree.Leaf(Entries[index]), proof, tree.Root()));
            }
        }
    }

    [Fact]
    public void Every_consistency_proof_is_what_a_second_implementation_makes()
    {
        foreach (var size in Sizes)
        {
            var tree = Tree.At(size);
            foreach (var old in size <= Largest ? Enumerable.Range(1, size) : [1, 255, 128, size / 2, size - 1, size])
            {
                var proof = ConsistencyProof.Make(old, size, tree.Subtree);
                Assert.Equal(NaiveTree.Proof(old, Entries[..size]), proof.Select(hash => hash.ToArray()));
                Assert.True(ConsistencyProof.Check(old, size, tree.RootAt(old), tree.Root(), proof));
            }
        }
    }

    [Fact]
    public void An_inclusion_proof_for_anything_else_does_not_hold()
    {
        for (var size = 1; size <= Largest; size++)
        {
            var tree = Tree.At(size);
            var root = tree.Root();
            for (var index = 0; index < size; index++)
            {
                var leaf = tree.Leaf(index);
                var proof = InclusionProof.Make(index, size, tree.Subtree);
                foreach (var other in Enumerable.Range(-1, size + 2).Where(other => other != index))
                    Assert.False(InclusionProof.Check(other, size, leaf, proof, root));
                foreach (var broken in Broken(proof, root)) Assert.False(InclusionProof.Check(index, size, leaf, broken, root));
                Assert.False(InclusionProof.Check(index, size, Flipped(leaf), proof, root));
                Assert.False(InclusionProof.Check(index, size, leaf, proof, Flipped(root)));
            }
        }
    }

    [Fact]
    public void A_consistency_proof_for_anything_else_does_not_hold()
    {
        for (var size = 1; size <= Largest; size++)
        {
            var tree = Tree.At(size);
            var root = tree.Root();
            for (var old = 1; old <= size; old++)
            {
                var before = tree.RootAt(old);
                var proof = ConsistencyProof.Make(old, size, tree.Subtree);
                foreach (var broken in Broken(proof, root)) Assert.False(ConsistencyProof.Check(old, size, before, root, broken));
                Assert.False(ConsistencyProof.Check(old, size, Flipped(before), root, proof));
                Assert.False(ConsistencyProof.Check(old, size, before, Flipped(root), proof));
                Assert.False(ConsistencyProof.Check(0, size, before, root, proof));
                Assert.False(ConsistencyProof.Check(size + 1, size, before, root, proof));
                if (old < size) Assert.False(ConsistencyProof.Check(old, size, root, before, proof));
            }
        }
    }

    private static IEnumerable<IReadOnlyList<Hash256>> Broken(IReadOnlyList<Hash256> proof, Hash256 root)
    {
        yield return [.. proof, root];
        yield return [root, .. proof];
        for (var at = 0; at < proof.Count; at++)
        {
            yield return [.. proof.Take(at), .. proof.Skip(at + 1)];
            yield return [.. proof.Take(at), Flipped(proof[at]), .. proof.Skip(at + 1)];
        }
    }

    private static Hash256 Flipped(Hash256 hash)
    {
        var bytes = hash.ToArray();
        bytes[0] ^= 8;
        return new Hash256(bytes);
    }
}
