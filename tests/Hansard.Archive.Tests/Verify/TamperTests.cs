using System.Text;
using Hansard.Archive.Log;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;
using Hansard.Shared;
using Xunit;

namespace Hansard.Archive.Tests.Verify;

/// <summary>Whatever somebody does to a record, verifying finds it and names the place.</summary>
public sealed class TamperTests : IDisposable
{
    /// <summary>Bits between two that are flipped; in the long run it is every bit. A prime, so that each place in a byte has its turn.</summary>
    private static readonly int Stride = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 1 : 397;

    private readonly SmallRecord record = new();

    public void Dispose() => record.Dispose();

    [Fact]
    public void An_untouched_record_is_sound()
    {
        var found = record.Verify();
        Assert.Empty(found.Findings);
        Assert.Equal((10, 10, 3, 1, SmallRecord.Facts, 1, 2), (found.Size, found.Lines, found.Files, found.FirstSeq, found.LastSeq, found.Attachments, found.Heads));
    }

    [Fact]
    public void Every_flipped_bit_of_every_file_is_found_and_the_file_is_named()
    {
        var flips = 0;
        foreach (var file in record.Files)
        {
            var bytes = File.ReadAllBytes(file);
            for (var bit = flips % Stride; bit < 8 * bytes.Length; bit += Stride, flips++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                var found = record.With(file, bytes);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(found.IsSound, $"{file} bit {bit}");
                Assert.Contains(found.Findings, finding => finding.File == Relative(file));
            }
        }
        Assert.True(flips > 8 * 10_000 / Stride / 2, $"{flips} bits");
        Assert.True(record.Verify().IsSound);
    }

    [Fact]
    public void Any_file_that_is_missing_or_cut_is_found()
    {
        foreach (var file in record.Files)
        {
            Assert.False(record.With(file, null).IsSound, file);
            Assert.False(record.With(file, File.ReadAllBytes(file)[..^1]).IsSound, file);
            // Of the heads, whole ones at the end can be taken away unseen: they are signed one by one and are no part of the log.
            if (file != record.Layout.HeadsFile) Assert.False(record.With(file, []).IsSound, file);
        }
    }

    [Fact]
    public void A_deleted_a_doubled_and_two_exchanged_lines_are_found_where_they_are()
    {
        foreach (var file in new[] { record.FirstFile, record.SecondFile, record.Layout.CurrentFile })
        {
            var lines = File.ReadAllLines(file);
            var first = LineReader.TryRead(Encoding.UTF8.GetBytes(lines[0]), out var read, out _) ? read!.Hansard!.Position.Seq : 0;
            for (var at = 0; at < 3; at++)
            {
                if (at < 2) Is(record.With(file, Text([.. lines[..at], .. lines[(at + 1)..]])), file, at + 1, first + at + 1);
                Is(record.With(file, Text([.. lines[..(at + 1)], .. lines[at..]])), file, at + 2, first + at);
                if (at < 2) Is(record.With(file, Text([.. lines[..at], lines[at + 1], lines[at], .. lines[(at + 2)..]])), file, at + 1, first + at + 1);
            }
        }
    }

    [Fact]
    public void A_line_that_was_added_is_found_unless_the_recorder_is_about_to_log_it()
    {
        var more = Text([.. File.ReadAllLines(record.Layout.CurrentFile), .. Encoding.UTF8.GetString(Lines.Bytes(Lines.Facts(10, 1))).Split('\n')[..^1]]);
        Is(record.With(record.Layout.CurrentFile, more), record.Layout.CurrentFile, 5, 10);
        var closed = Text([.. File.ReadAllLines(record.FirstFile), File.ReadAllLines(record.Layout.CurrentFile)[^1]]);
        Is(record.With(record.FirstFile, closed), record.FirstFile, 4, 2);
        using (RecordHold.Take(record.Layout, new PosixDisk()))
        {
            var found = record.With(record.Layout.CurrentFile, more);
            Assert.Equal((true, 1), (found.IsSound, found.NotCovered));
        }
    }

    [Fact]
    public void A_text_that_was_changed_is_found_in_its_line()
    {
        var file = record.SecondFile;
        var changed = File.ReadAllText(file).Replace("però 6", "però 7", StringComparison.Ordinal);
        Is(record.With(file, Encoding.UTF8.GetBytes(changed)), file, 3, 6);
    }

    [Fact]
    public void Exchanged_files_are_found()
    {
        var (first, second) = (File.ReadAllBytes(record.FirstFile), File.ReadAllBytes(record.SecondFile));
        File.WriteAllBytes(record.FirstFile, second);
        Is(record.With(record.SecondFile, first), record.FirstFile, 1, 4);
        File.WriteAllBytes(record.FirstFile, first);
        Assert.True(record.Verify().IsSound);

        // With their manifests too: a manifest names its file.
        var manifests = new[] { record.FirstFile, record.SecondFile }.Select(RecordLayout.ManifestOf).ToArray();
        var manifest = File.ReadAllBytes(manifests[0]);
        Assert.Contains(record.With(manifests[1], manifest).Findings, finding => finding.Reason.Contains("is the manifest of", StringComparison.Ordinal));
    }

    [Fact]
    public void A_closed_file_that_is_gone_with_its_manifest_is_found()
    {
        File.Delete(record.FirstFile);
        File.Delete(RecordLayout.ManifestOf(record.FirstFile));
        Assert.Contains(record.Verify().Findings, finding => finding.File == Relative(RecordLayout.ManifestOf(record.SecondFile)) && finding.Reason.Contains("missing", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_and_tiles_changed_together_still_do_not_make_the_signed_root()
    {
        var lines = File.ReadAllLines(record.Layout.CurrentFile);
        lines[1] = lines[1].Replace("però 8", "perà 8", StringComparison.Ordinal);
        File.WriteAllBytes(record.Layout.CurrentFile, Text(lines));
        Assert.True(LineEntry.TryOf(Encoding.UTF8.GetBytes(lines[1]), out var entry, out _, out _));
        var tile = record.Files.Single(file => file.EndsWith("tile/0/000.p/10", StringComparison.Ordinal));
        var hashes = File.ReadAllBytes(tile);
        entry.Leaf.CopyTo(hashes.AsSpan(7 * Hash256.Bytes));
        Assert.Equal("log/checkpoint", record.With(tile, hashes).Findings[0].File);
    }

    [Fact]
    public void A_checkpoint_that_somebody_else_signed_is_no_checkpoint()
    {
        var seed = Ed25519.NewSeed();
        Assert.True(SignedNote.TryParse(File.ReadAllBytes(record.Layout.CheckpointFile), out var note));
        var forger = new NoteSigner(VerifierKey.OfLog(TestKey.Signer.Key.Name, Ed25519.PublicKey(seed)), text => Ed25519.Sign(seed, text));
        var finding = record.With(record.Layout.CheckpointFile, forger.Note(note!.Text).ToUtf8()).Findings[0];
        Assert.Equal(("log/checkpoint", "it is not signed by hansard/default/bot"), (finding.File, finding.Reason));
        Assert.Equal("FAIL log/checkpoint:1 seq 0: it is not signed by hansard/default/bot", finding.ToString());
    }

    [Fact]
    public void Last_lines_that_are_gone_together_with_the_log_over_them_are_missed_by_the_signed_heads()
    {
        var lines = File.ReadAllLines(record.Layout.CurrentFile);
        var edge = new TreeEdge();
        var kept = new[] { record.FirstFile, record.SecondFile }.SelectMany(File.ReadAllLines).Concat(lines[..1]);
        foreach (var line in kept)
        {
            Assert.True(LineEntry.TryOf(Encoding.UTF8.GetBytes(line), out var entry, out _, out _));
            edge.Append(entry.Leaf, (_, _) => { });
        }
        File.WriteAllBytes(record.Layout.CurrentFile, Text(lines[..1]));
        var (tile, hashes) = Assert.Single(edge.Partial());
        File.WriteAllBytes(record.Layout.TileFile(tile), TileBytes.Of(hashes));
        var older = TestKey.Signer.Note(new Checkpoint(TestKey.Signer.Key.Name, edge.Size, edge.Root()).Text).ToUtf8();

        var finding = Assert.Single(record.With(record.Layout.CheckpointFile, older).Findings);
        Assert.Equal((Relative(record.Layout.HeadsFile), 9), (finding.File, finding.Seq));
    }

    [Fact]
    public void A_removed_line_is_accepted_in_a_closed_file_only_where_its_manifest_was_signed_anew()
    {
        var lines = File.ReadAllLines(record.FirstFile);
        Assert.True(LineEntry.TryOf(Encoding.UTF8.GetBytes(lines[1]), out var entry, out _, out _));
        lines[1] = $$$"""{"hansard":{"part":0,"removed":{"at":"2024-01-01T00:00:00Z","line_sha256":"{{{entry.Line}}}","rule":"r"},"revision":0,"seq":2}}""";
        var changed = Text(lines);
        Is(record.With(record.FirstFile, changed), record.FirstFile, 1, 1);

        var path = RecordLayout.ManifestOf(record.FirstFile);
        Assert.True(Manifest.TryOpen(File.ReadAllBytes(path), TestKey.Signer.Key, out var manifest, out _));
        var superseding = manifest! with { Bytes = changed.Length, Sha256 = Hash256.Of(changed) };
        File.WriteAllBytes(path, TestKey.Signer.Note(superseding.Text).ToUtf8());
        var found = record.With(record.FirstFile, changed);
        Assert.True(found.IsSound);
        Assert.Equal([("r", 1)], found.Removed.Select(one => (one.Key, one.Value)));
    }

    private string Relative(string path) => Path.GetRelativePath(record.Layout.Folder, path);

    private static byte[] Text(string[] lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private void Is(Verification found, string file, long line, long seq)
    {
        Assert.False(found.IsSound);
        Assert.Equal((Relative(file), line, seq), (found.Findings[0].File, found.Findings[0].Line, found.Findings[0].Seq));
    }
}
