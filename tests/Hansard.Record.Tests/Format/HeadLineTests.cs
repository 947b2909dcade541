using System.Text;
using Hansard.Record.Format;
using Hansard.Shared;
using Xunit;

namespace Hansard.Record.Tests.Format;

public sealed class HeadLineTests
{
    private static readonly byte[] Seed = Ed25519.NewSeed();

    private static HeadLine Signed(long seq = 5)
    {
        var hash = JournalChain.Next(JournalChain.Start, seq, "{}"u8);
        var signature = Ed25519.Sign(Seed, Encoding.UTF8.GetBytes($"hansard/journal-head/1\ndefault\n{seq}\n{hash}\n"));
        return new HeadLine("default", seq, hash, Convert.ToBase64String(signature), Convert.ToHexStringLower(Ed25519.PublicKey(Seed)));
    }

    [Fact]
    public void A_head_line_reads_back_and_its_signature_holds()
    {
        var head = Signed();
        Assert.True(HeadLine.TryRead(head.ToUtf8(), out var read));
        Assert.Equal(head, read);
        Assert.True(read!.IsSigned());
    }

    [Fact]
    public void Any_other_head_is_not_signed()
    {
        var head = Signed();
        Assert.False((head with { Seq = 6 }).IsSigned());
        Assert.False((head with { Network = "other" }).IsSigned());
        Assert.False((head with { HeadHash = JournalChain.Start }).IsSigned());
        Assert.False((head with { JournalKeyHex = Convert.ToHexStringLower(Ed25519.PublicKey(Ed25519.NewSeed())) }).IsSigned());
        foreach (var broken in new[] { "", "AAAA", "not base64", head.SignatureBase64 + head.SignatureBase64 })
            Assert.False((head with { SignatureBase64 = broken }).IsSigned());
        foreach (var broken in new[] { "", "00", "zz", head.JournalKeyHex + "00" })
            Assert.False((head with { JournalKeyHex = broken }).IsSigned());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"headHash":"00"}""")]
    public void What_is_no_head_line_is_refused(string line) => Assert.False(HeadLine.TryRead(Encoding.UTF8.GetBytes(line), out _));
}
