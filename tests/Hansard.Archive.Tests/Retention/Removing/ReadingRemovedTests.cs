using System.Text;
using Hansard.Archive.Export;
using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Search;
using Hansard.Archive.Tests.Export;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Prove;
using Hansard.Record.Verify;
using Xunit;

namespace Hansard.Archive.Tests.Retention.Removing;

/// <summary>Whatever reads a record reads one from which lines were removed.</summary>
public sealed class ReadingRemovedTests
{
    [Fact]
    public void Every_format_shows_what_is_left_and_says_what_was_removed_also_of_a_selection()
    {
        using TalkRecord record = new(Scenes.Everything, new Rotation(MaximumBytes: 3_000));
        using (var before = record.OpenIndex()) Assert.NotEmpty(before.Find(Words("budget")));
        var removed = RemoveEverySecond(record.Layout, out var texts);
        Assert.True(removed > 3);
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            var all = record.ExportByIndex(format, record.Out($"{format}"), Selection.Everything);
            Assert.Equal((20, removed), (all.Lines, all.Removed));
            var some = record.ExportByIndex(format, record.Out($"{format}-some"), new Selection { Conversations = ["room"] });
            Assert.Equal(0, some.Removed);
            foreach (var to in new[] { record.Out($"{format}"), record.Out($"{format}-some") })
            {
                Assert.Null(ExportCheck.Run(to, TestKey.Signer.Key).Fault);
                foreach (var (name, content) in TalkRecord.Files(to))
                    foreach (var text in texts) Assert.DoesNotContain(text, $"{name} {Encoding.UTF8.GetString(content)}", StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_removed_line_is_proved_by_what_is_left_of_it()
    {
        using RemovalRecord record = new();
        record.Remover().Remove([RemovalRecord.Order(record.First, 0, 1, 2), RemovalRecord.Order(record.Second, 1)]);
        foreach (var line in RecordReader.StoredLines(record.Layout))
        {
            Assert.True(LineEntry.TryOf(line.Utf8.Span, out var entry, out _, out _));
            var (seq, part, _, revision) = entry.Position;
            var proof = LineProof.Make(record.Layout, TestKey.Signer.Key, seq, part, revision, out _);
            Assert.True(TlogProof.TryParse(proof!.ToUtf8(), out var read));
            Assert.Equal(entry, LineProof.Check(read!, TestKey.Signer.Key, out _)!.Entry);
        }
    }

    [Fact]
    public void A_proof_that_was_made_before_holds_and_an_export_too()
    {
        using TalkRecord record = new(Scenes.Everything, new Rotation(MaximumBytes: 3_000));
        record.ExportByIndex(ExportFormat.Jsonl, record.Out(), Selection.Everything);
        var proof = LineProof.Make(record.Layout, TestKey.Signer.Key, 1, 0, 0, out _)!;
        RemoveEverySecond(record.Layout, out _);
        Assert.NotNull(LineProof.Check(proof, TestKey.Signer.Key, out _));
        Assert.Null(ExportCheck.Run(record.Out(), TestKey.Signer.Key).Fault);
    }

    [Fact]
    public void A_record_compares_equal_to_another_from_which_nothing_was_removed()
    {
        using RemovalRecord first = new(), second = new();
        first.Remover().Remove([RemovalRecord.Order(first.First, 0, 1), RemovalRecord.Order(first.Second, 1, 2), RemovalRecord.Order(first.Third, 0, 1, 2, 3)]);
        foreach (var (left, right) in new[] { (first, second), (second, first), (first, first) })
        {
            var compared = new RecordComparison(left.Layout, right.Layout).Run();
            Assert.Empty(compared.Differences);
            Assert.True(compared.IsSame);
        }
    }

    [Fact]
    public void Lines_are_read_without_those_that_were_removed()
    {
        using RemovalRecord record = new();
        record.Remover().Remove(RemovalRecord.Order(record.Second, 0, 1, 2));
        Assert.Equal([1, 2, 3, 6, 7, 8, 9, 2, 10, 11, 8], RecordReader.Lines(record.Layout).Select(line => line.Hansard!.Position.Seq));
    }

    [Fact]
    public void A_recorder_that_comes_back_goes_on_behind_files_of_which_nothing_is_left()
    {
        using RemovalRecord record = new();
        record.Remover().Remove([RemovalRecord.Order(record.First, 0, 1, 2), RemovalRecord.Order(record.Second, 0, 1, 2, 3), RemovalRecord.Order(record.Third, 0, 1, 2, 3)]);
        using (var log = record.Open())
        {
            Assert.Equal((11, Lines.ChainAt(11), 14), (log.LastSeq, log.Chain, log.LogSize));
            log.Append([.. Lines.Facts(12, 3)]);
        }
        Assert.Empty(record.Verify().Findings);
        Assert.Equal(17, record.Verify().Lines);
    }

    [Theory]
    [InlineData(new long[] { 0, 1 }, true)]
    [InlineData(new long[] { 3 }, true)]
    [InlineData(new long[] { 2 }, false)]
    [InlineData(new long[] { 0, 1, 2, 3 }, false)]
    public void A_copy_that_ends_with_a_closed_file_is_gone_on_with_if_its_end_says_how_far_it_is(long[] lines, bool saysIt)
    {
        using RemovalRecord record = new();
        record.Remover().Remove(RemovalRecord.Order(record.Third, lines));
        File.Delete(record.Layout.CurrentFile);
        File.Delete(record.Layout.HeadsFile);
        Assert.True(Manifest.TryOpen(File.ReadAllBytes(RecordLayout.ManifestOf(record.Third)), TestKey.Signer.Key, out var manifest, out _));
        Truncate(record.Layout, manifest!);
        if (saysIt)
        {
            using var log = record.Open();
            Assert.Equal((9, Lines.ChainAt(9)), (log.LastSeq, log.Chain));
        }
        else
        {
            Assert.Throws<RecordDamagedException>(() => record.Open());
        }
    }

    /// <summary>Sets the log back to the end of a file, as it stands in a copy.</summary>
    private static void Truncate(RecordLayout layout, Manifest manifest)
    {
        TreeEdge edge = new();
        foreach (var line in RecordReader.StoredLines(layout))
        {
            Assert.True(LineEntry.TryOf(line.Utf8.Span, out var entry, out _, out _));
            edge.Append(entry.Leaf, (_, _) => { });
        }
        foreach (var (tile, hashes) in edge.Partial())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(layout.TileFile(tile))!);
            File.WriteAllBytes(layout.TileFile(tile), TileBytes.Of(hashes));
        }
        File.WriteAllBytes(layout.CheckpointFile, TestKey.Signer.Note(new Checkpoint(TestKey.Signer.Key.Name, manifest.LogSize, manifest.Root).Text).ToUtf8());
    }

    private static Selection Words(string text) => new SelectionText { Words = text }.Read(out _)!;

    private static int RemoveEverySecond(RecordLayout layout, out List<string> texts)
    {
        LineRemover remover = new(layout, new PosixDisk(), TestKey.Signer);
        texts = [];
        var removed = 0;
        foreach (var file in layout.InOrder(Directory.EnumerateFiles(layout.MessagesFolder)).Where(layout.IsClosedFile))
        {
            var lines = RecordReader.StoredLines(file).Select(line => (line.Number, Line: line.Read())).Where(line => line.Number % 2 == 1).ToArray();
            texts.AddRange(lines.Select(line => line.Line["message"]?.Parse().GetString()).OfType<string>());
            removed += (int)remover.Remove(RemovalRecord.Order(file, [.. lines.Select(line => line.Number - 1L)])).Lines;
        }
        // An edit that stays still tells the text before it.
        var left = string.Concat(RecordReader.StoredLines(layout).Select(line => Encoding.UTF8.GetString(line.Utf8.Span)));
        texts.RemoveAll(text => left.Contains(text, StringComparison.Ordinal));
        Assert.NotEmpty(texts);
        return removed;
    }
}
