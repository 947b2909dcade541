using System.Text;
using Hansard.Record.Merkle;
using Hansard.Shared;
using Xunit;

namespace Hansard.Record.Tests.Merkle;

/// <summary>Notes and keys. The published ones are those of Go's checksum database (golang.org/x/mod, sumdb/note, note_test.go).</summary>
public sealed class NoteTests
{
    private const string PeterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string EnochKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private const string Text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private const string PeterLine = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private const string EnochLine = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    private static VerifierKey Key(string line) => VerifierKey.TryParse(line, out var key) ? key! : throw new ArgumentException(line);

    private static SignedNote? Note(string note) => SignedNote.TryParse(Encoding.UTF8.GetBytes(note), out var read) ? read : null;

    [Fact]
    public void A_published_note_opens_under_its_keys_and_no_other()
    {
        var note = Note(Text + "\n" + PeterLine + EnochLine)!;
        Assert.Equal(Text, note.Text);
        Assert.True(note.IsSignedBy(Key(PeterKey)));
        Assert.True(note.IsSignedBy(Key(EnochKey)));
        Assert.False(Note(Text + "\n" + EnochLine)!.IsSignedBy(Key(PeterKey)));
        Assert.False(Note(Text.ToUpperInvariant() + "\n" + PeterLine)!.IsSignedBy(Key(PeterKey)));
        Assert.Equal(Text + "\n" + PeterLine + EnochLine, Encoding.UTF8.GetString(note.ToUtf8()));
    }

    [Fact]
    public void A_published_seed_makes_the_published_signature()
    {
        var seed = Convert.FromBase64String("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1..];
        var key = VerifierKey.OfLog("PeterNeumann", Ed25519.PublicKey(seed));
        Assert.Equal(PeterKey, key.ToString());
        Assert.Equal(Text + "\n" + PeterLine, Encoding.UTF8.GetString(new NoteSigner(key, text => Ed25519.Sign(seed, text)).Note(Text).ToUtf8()));
    }

    [Fact]
    public void No_part_and_no_mangling_of_a_key_is_a_key()
    {
        for (var from = 0; from <= PeterKey.Length; from++)
            for (var to = from; to <= PeterKey.Length; to++)
                if (to - from < PeterKey.Length) Assert.False(VerifierKey.TryParse(PeterKey[from..to], out _));
        for (var at = 0; at < PeterKey.Length; at++)
            Assert.False(VerifierKey.TryParse($"{PeterKey[..at]}{(char)(PeterKey[at] + 1)}{PeterKey[(at + 1)..]}", out _));
        Assert.False(VerifierKey.TryParse("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", out _));
        Assert.False(VerifierKey.TryParse("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", out _));
    }

    [Theory]
    [InlineData(Text)]
    [InlineData(Text + "\n")]
    [InlineData(Text + "\n— PeterNeumann x08go/ZJkuBS9UG/")]
    [InlineData("\u0001" + Text + "\n" + PeterLine)]
    [InlineData(Text + "\n— Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n")]
    [InlineData(Text + "\n— Bad+Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n")]
    [InlineData(Text + "\n" + PeterLine + "Unexpected line.\n")]
    [InlineData(Text + "\n— PeterNeumann AAAA\n")]
    public void What_is_no_note_is_refused(string note) => Assert.Null(Note(note));

    [Fact]
    public void Neither_bytes_that_are_no_text_nor_endless_signatures_are_a_note()
    {
        Assert.False(SignedNote.TryParse([0xff, .. Encoding.UTF8.GetBytes(Text + "\n" + PeterLine)], out _));
        Assert.Null(Note(Text + "\n" + string.Concat(Enumerable.Repeat(PeterLine, 101))));
        Assert.Null(Note(new string('x', SignedNote.MaximumBytes) + "\n\n" + PeterLine));
    }

    [Fact]
    public void A_second_signature_of_a_key_that_does_not_hold_spoils_the_note() =>
        Assert.False(Note(Text + "\n" + PeterLine + PeterLine.Replace("ZJku", "ZJkv", StringComparison.Ordinal))!.IsSignedBy(Key(PeterKey)));

    [Fact]
    public void A_text_with_empty_lines_keeps_them()
    {
        var text = "a\n\nb\n\n";
        var seed = Ed25519.NewSeed();
        var signer = new NoteSigner(VerifierKey.OfLog("n", Ed25519.PublicKey(seed)), bytes => Ed25519.Sign(seed, bytes));
        Assert.True(SignedNote.TryParse(signer.Note(text).ToUtf8(), out var note));
        Assert.Equal(text, note!.Text);
        Assert.True(note.IsSignedBy(signer.Key));
    }
}
