using System.Buffers.Binary;
using Hansard.Record.Merkle;
using Hansard.Shared;
using Xunit;

namespace Hansard.Record.Tests.Merkle;

public sealed class CheckpointTests
{
    // The text of C2SP tlog-checkpoint's example.
    private const string Published = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    private static readonly byte[] Seed = Ed25519.NewSeed();

    private static readonly NoteSigner Signer = new(VerifierKey.OfLog("hansard/default/recorder", Ed25519.PublicKey(Seed)), text => Ed25519.Sign(Seed, text));

    private static Checkpoint Some => new(Checkpoint.OriginOf("default", "recorder"), 17, MerkleTree.Leaf([1]));

    [Fact]
    public void A_published_checkpoint_reads_and_writes_as_it_stands()
    {
        Assert.True(Checkpoint.TryParse(Published, out var read));
        Assert.Equal(("example.com/behind-the-sofa", 20852163), (read!.Origin, read.Size));
        Assert.Equal(Published, read.Text);
        Assert.True(Checkpoint.TryParse(Published + "an extension\n", out _));
    }

    [Theory]
    [InlineData("\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n")]
    [InlineData("o\n1\n")]
    public void What_is_no_checkpoint_is_refused(string text) => Assert.False(Checkpoint.TryParse(text, out _));

    [Fact]
    public void A_checkpoint_opens_under_its_own_key_and_origin_only()
    {
        var bytes = Signer.Note(Some.Text).ToUtf8();
        Assert.True(Checkpoint.TryOpen(bytes, Signer.Key, out var opened, out _));
        Assert.Equal(Some, opened);

        var other = VerifierKey.OfLog(Signer.Key.Name, Ed25519.PublicKey(Ed25519.NewSeed()));
        Assert.False(Checkpoint.TryOpen(bytes, other, out _, out var fault));
        Assert.Contains("not signed by", fault, StringComparison.Ordinal);
        Assert.False(Checkpoint.TryOpen(Signer.Note((Some with { Origin = "hansard/default/another" }).Text).ToUtf8(), Signer.Key, out _, out fault));
        Assert.Contains("of the log hansard/default/another", fault, StringComparison.Ordinal);
        Assert.False(Checkpoint.TryOpen(Signer.Note("something else\n").ToUtf8(), Signer.Key, out _, out _));
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Checkpoint.TryOpen(bytes, Signer.Key, out _, out _), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_cosignature_tells_when_the_witness_saw_the_checkpoint()
    {
        var seed = Ed25519.NewSeed();
        var witness = new VerifierKey("witness.example/w1", VerifierKey.Cosigns, Convert.ToHexStringLower(Ed25519.PublicKey(seed)));
        var signature = new byte[8 + Ed25519.SignatureBytes];
        BinaryPrimitives.WriteUInt64BigEndian(signature, 1_679_315_147);
        Ed25519.Sign(seed, System.Text.Encoding.UTF8.GetBytes("cosignature/v1\ntime 1679315147\n" + Some.Text)).CopyTo(signature, 8);
        var note = Signer.Note(Some.Text);
        note = note with { Signatures = [.. note.Signatures, new NoteSignature(witness.Name, witness.Id, signature)] };

        Assert.Equal(1_679_315_147, Cosignature.TimeOf(note, witness));
        Assert.True(note.IsSignedBy(Signer.Key));
        Assert.Null(Cosignature.TimeOf(note, witness with { Name = "witness.example/w2" }));
        Assert.Null(Cosignature.TimeOf(note with { Text = (Some with { Size = 18 }).Text }, witness));
        signature[7]++;
        Assert.Null(Cosignature.TimeOf(note, witness));
        // A log's key is no witness's, and the other way round.
        Assert.False(note.IsSignedBy(witness));
        Assert.Null(Cosignature.TimeOf(note, Signer.Key));
    }
}
