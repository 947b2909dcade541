using System.Security.Cryptography;
using System.Text;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Xunit;

namespace Hansard.Record.Tests.Format;

public sealed class LineEntryTests
{
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData("a picture"u8));

    private static LineEntry Of(byte[] line) => LineEntry.TryOf(line, out var entry, out _, out var fault) ? entry : throw new ArgumentException(fault);

    [Fact]
    public void The_entry_of_a_line_has_exactly_these_bytes()
    {
        var line = Lines.Of(7, [new("message", CanonicalJson.Of("m"))], [new("attachment", CanonicalJson.Build(writer => { writer.StartObject(); writer.Member("sha256", Sha256); writer.EndObject(); }))]);
        line = line with { Hansard = line.Hansard! with { Position = new LinePosition(7, 1, 3, 2) } };
        var hash = Convert.ToHexStringLower(SHA256.HashData(line.ToUtf8()));
        var entry = Of(line.ToUtf8());

        Assert.Equal($"hansard-record/1\n7 1 2\n{hash}\n{Sha256}\n", entry.ToString());
        Assert.Equal(SHA256.HashData([0, .. Encoding.ASCII.GetBytes(entry.ToString())]), entry.Leaf.ToArray());
        Assert.Equal(new LinePosition(7, 1, 3, 2), entry.Position);
    }

    [Fact]
    public void A_line_without_an_attachment_has_a_hyphen()
    {
        var line = Lines.Of(long.MaxValue, [], []).ToUtf8();
        Assert.Equal($"hansard-record/1\n{long.MaxValue} 0 0\n{Hash256.Of(line)}\n-\n", Of(line).ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_removed_line_keeps_its_leaf(bool hasAttachment)
    {
        var line = Lines.Of(7, [], hasAttachment ? [new("attachment", CanonicalJson.Build(writer => { writer.StartObject(); writer.Member("sha256", Sha256); writer.EndObject(); }))] : []);
        var entry = Of(line.ToUtf8());
        var attachment = hasAttachment ? $"\"attachment_sha256\":\"{Sha256}\"," : "";
        var removed = Of(Encoding.UTF8.GetBytes(
            $$$"""{"hansard":{"part":0,"removed":{"at":"2024-01-01T00:00:00Z",{{{attachment}}}"line_sha256":"{{{entry.Line}}}","rule":"r"},"revision":0,"seq":7}}"""));
        Assert.Equal(entry.Leaf, removed.Leaf);
        Assert.Equal((false, true), (entry.IsRemoved, removed.IsRemoved));
    }

    [Theory]
    [InlineData("[]", "not written by Hansard")]
    [InlineData("""{"id":"i"}""", "not written by Hansard")]
    [InlineData("""{"hansard":7}""", "not written by Hansard")]
    [InlineData("""{"hansard":{"part":0,"revision":0}}""", "hansard.seq")]
    [InlineData("""{"hansard":{"part":0,"revision":0,"seq":"1"}}""", "hansard.seq")]
    [InlineData("""{"hansard":{"part":0,"revision":0,"seq":0}}""", "hansard.seq")]
    [InlineData("""{"hansard":{"part":1,"revision":0,"seq":1}}""", "hansard.parts")]
    [InlineData("""{"hansard":{"part":0,"seq":1}}""", "hansard.revision")]
    [InlineData("""{"hansard":{"part":0,"revision":0,"seq":1,"removed":{}}}""", "line_sha256")]
    [InlineData("""{"hansard":{"part":0,""", "not well-formed")]
    [InlineData("nothing", "not well-formed")]
    public void What_has_no_entry_says_why(string line, string reason)
    {
        Assert.False(LineEntry.TryOf(Encoding.UTF8.GetBytes(line), out _, out _, out var fault));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_reads_back_under_its_key_and_no_other_text_does()
    {
        var seed = Hansard.Shared.Ed25519.NewSeed();
        var signer = new NoteSigner(VerifierKey.OfLog("hansard/default/recorder", Hansard.Shared.Ed25519.PublicKey(seed)), text => Hansard.Shared.Ed25519.Sign(seed, text));
        var manifest = new Manifest(signer.Key.Name, "receivedMessages_1-2.log", 1, 2, 0, 3, 4, Hash256.Of([1]), Hash256.Of([2]), "Europe/Rome");
        Assert.True(Manifest.TryOpen(signer.Note(manifest.Text).ToUtf8(), signer.Key, out var read, out _));
        Assert.Equal(manifest, read);
        foreach (var text in new[] { manifest.Text + "more\n", manifest.Text.Replace("seq 1-2", "seq 01-2", StringComparison.Ordinal), "hansard-manifest/1\n", new Checkpoint(signer.Key.Name, 3, Hash256.Of([1])).Text })
            Assert.False(Manifest.TryOpen(signer.Note(text).ToUtf8(), signer.Key, out _, out _));
        Assert.False(Manifest.TryOpen(signer.Note((manifest with { Origin = "hansard/default/other" }).Text).ToUtf8(), signer.Key, out _, out var fault));
        Assert.Contains("hansard/default/other", fault, StringComparison.Ordinal);
        // Neither may be shown as the other.
        Assert.False(Checkpoint.TryParse(manifest.Text, out _));
    }
}
