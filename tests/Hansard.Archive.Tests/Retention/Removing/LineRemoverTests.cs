using System.Text;
using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Retention.Removing;

public sealed class LineRemoverTests : IDisposable
{
    private readonly RemovalRecord record = new();

    public void Dispose() => record.Dispose();

    [Fact]
    public void A_removed_line_says_what_it_was_and_why_it_is_gone_and_the_record_is_sound()
    {
        var before = File.ReadAllLines(record.First);
        var bytes = new FileInfo(record.First).Length;
        Assert.True(LineEntry.TryOf(Encoding.UTF8.GetBytes(before[1]), out var entry, out _, out _));
        var done = record.Remover().Remove(RemovalRecord.Order(record.First, 1));

        Assert.Equal(new RemovalResult(Path.GetFileName(record.First), 1, 1, bytes - new FileInfo(record.First).Length + RemovalRecord.TextOf("two").Length), done);
        var after = File.ReadAllLines(record.First);
        Assert.Equal([before[0], before[2]], [after[0], after[2]]);
        Assert.Equal(
            $$$"""{"hansard":{"part":0,"removed":{"at":"2031-02-03T04:05:06.000000Z","attachment_sha256":"{{{entry.Attachment}}}","line_sha256":"{{{entry.Line}}}","rule":"chat-7y#12"},"revision":0,"seq":2}}""",
            after[1]);
        Assert.False(File.Exists(record.AttachmentOf("two")));
        IsSound(removed: 1, attachments: 4);
    }

    [Theory]
    [InlineData("First", new long[] { 0 }, 1, 0)]
    [InlineData("First", new long[] { 2 }, 1, 0)]
    [InlineData("First", new long[] { 0, 1, 2 }, 3, 1)]
    [InlineData("Second", new long[] { 0, 1, 2, 3 }, 4, 2)]
    [InlineData("Second", new long[] { 1 }, 1, 0)]
    [InlineData("Second", new long[] { 2 }, 1, 1)]
    [InlineData("Second", new long[] { 3 }, 1, 0)]
    [InlineData("Third", new long[] { 0 }, 1, 0)]
    [InlineData("Third", new long[] { 2, 3 }, 2, 0)]
    [InlineData("Third", new long[] { 0, 1, 2, 3 }, 4, 0)]
    [InlineData("First", new long[0], 0, 0)]
    public void Whichever_lines_of_whichever_file_go_nothing_else_changes(string which, long[] lines, int removed, int attachments)
    {
        var file = which switch { "First" => record.First, "Second" => record.Second, _ => record.Third };
        var (before, text) = (record.Content(), File.ReadAllLines(file));
        var done = record.Remover().Remove(RemovalRecord.Order(file, lines));
        Assert.Equal((removed, attachments, false), (done.Lines, done.Attachments, done.IsPostponed));

        var after = File.ReadAllLines(file);
        for (var n = 0; n < text.Length; n++)
        {
            if (!lines.Contains(n)) Assert.Equal(text[n], after[n]);
            else Assert.Equal(Leaf(text[n]), Leaf(after[n]));
        }
        var name = Path.GetFileNameWithoutExtension(file);
        var changed = record.Content();
        Assert.All(before, one => Assert.True(one.Key.Contains(name, StringComparison.Ordinal) || one.Key.StartsWith("attachments/", StringComparison.Ordinal) || changed[one.Key] == one.Value, one.Key));
        Assert.Equal(before.Count - attachments, changed.Count);
        IsSound(removed, 5 - lines.Length + lines.Count(line => !HasAttachment(text[line])));
        using (record.Open())
        {
        }
    }

    [Fact]
    public void A_file_that_lines_share_goes_with_the_last_of_them()
    {
        Assert.Equal(0, record.Remover().Remove(RemovalRecord.Order(record.Second, 1)).Attachments);
        Assert.True(File.Exists(record.AttachmentOf("five")));
        Assert.Equal(1, record.Remover().Remove(RemovalRecord.Order(record.Second, 3)).Attachments);
        Assert.False(File.Exists(record.AttachmentOf("five")));
        IsSound(removed: 2, attachments: 3);
    }

    [Fact]
    public void The_file_of_a_line_that_a_later_revision_has_completed_stays_with_the_revision()
    {
        record.Remover().Remove(RemovalRecord.Order(record.Third, 1));
        Assert.True(File.Exists(record.AttachmentOf("eight")));
        IsSound(removed: 1, attachments: 5);
    }

    [Fact]
    public void Several_files_are_done_with_one_call_and_each_says_what_went()
    {
        var done = record.Remover().Remove([RemovalRecord.Order(record.First, 1), RemovalRecord.Order(record.Second, 1, 2, 3), RemovalRecord.Order(record.Third, 0)]);
        Assert.Equal([(1, 1), (3, 2), (1, 0)], done.Select(one => (one.Lines, one.Attachments)));
        IsSound(removed: 5, attachments: 1);
    }

    [Fact]
    public void Lines_that_were_removed_before_stay_as_they_are()
    {
        record.Remover().Remove(RemovalRecord.Order(record.First, 1));
        var (line, content) = (File.ReadAllLines(record.First)[1], record.Content());
        var again = RemovalRecord.Order(record.First, 1) with { Rule = "other#13", At = RemovalRecord.At.AddYears(1) };
        Assert.Equal((0, 0), record.Remover().Remove(again) is var none ? (none.Lines, none.BytesFreed) : default);
        Assert.Equal(content, record.Content());

        Assert.Equal(1, record.Remover().Remove(again with { Lines = [0, 1] }).Lines);
        Assert.Equal(line, File.ReadAllLines(record.First)[1]);
        Assert.Equal([("chat-7y#12", 1), ("other#13", 1)], record.Verify().Removed.Select(one => (one.Key, one.Value)));
    }

    [Fact]
    public void Whoever_keeps_text_is_told_before_it_leaves()
    {
        var told = new List<LinePosition>();
        var deleted = new List<string>();
        LineRemover remover = new(record.Layout, new PosixDisk(), TestKey.Signer)
        {
            Leaving = lines =>
            {
                told.AddRange(lines);
                Assert.Contains("attachment_other", File.ReadAllText(record.Second), StringComparison.Ordinal);
            },
            Deleted = names =>
            {
                deleted.AddRange(names);
                Assert.False(File.Exists(record.AttachmentOf("other")));
            },
        };
        remover.Remove(RemovalRecord.Order(record.Second, 0, 1, 2));
        Assert.Equal([(4, 0), (5, 0), (5, 1)], told.Select(line => (line.Seq, line.Part)));
        Assert.Equal(["attachment_other.txt"], deleted);
    }

    [Fact]
    public void While_nothing_is_recorded_behind_a_file_its_lines_say_how_far_the_record_is_and_stay()
    {
        using var folder = new RecordFolder();
        using (var log = folder.Open(rotation: new Rotation(MaximumAge: TimeSpan.FromMicroseconds(3)))) log.Append([.. Lines.Facts(1, 5)]);
        var closed = folder.Layout.ClosedFile(1, 3);
        var kept = File.ReadAllBytes(folder.Layout.CurrentFile);
        // As a crash leaves it between closing a file and the first line of the next; the checkpoint is older then too.
        foreach (var content in new[] { [], kept })
        {
            File.WriteAllBytes(folder.Layout.CurrentFile, content);
            var done = new LineRemover(folder.Layout, new PosixDisk(), TestKey.Signer).Remove(RemovalRecord.Order(closed, 0, 1, 2));
            Assert.Equal((content.Length == 0, content.Length == 0 ? 0 : 3), (done.IsPostponed, done.Lines));
        }
        using (var log = folder.Open()) Assert.Equal((5, Lines.ChainAt(5)), (log.LastSeq, log.Chain));
        folder.IsSound(5);
    }

    [Fact]
    public void A_file_of_one_line_and_a_record_without_any_other_text_are_sound()
    {
        using var folder = new RecordFolder();
        using (var log = folder.Open(rotation: new Rotation(MaximumBytes: 1))) log.Append([.. Lines.Facts(1, 4)]);
        LineRemover remover = new(folder.Layout, new PosixDisk(), TestKey.Signer);
        foreach (var file in folder.Files.Where(folder.Layout.IsClosedFile)) Assert.Equal(1, remover.Remove(RemovalRecord.Order(file, 0)).Lines);
        folder.IsSound(4);
        using (var log = folder.Open()) log.Append([.. Lines.Facts(5, 3)]);
        folder.IsSound(7);
        Assert.Equal([4, 5, 6, 7], RecordReader.Lines(folder.Layout).Select(line => line.Hansard!.Position.Seq));
    }

    [Fact]
    public async Task A_record_is_written_while_lines_leave_it()
    {
        using var folder = new RecordFolder();
        var rotation = new Rotation(MaximumBytes: 20_000);
        using (var log = folder.Open(rotation: rotation)) log.Append([.. Lines.Facts(1, 400)]);
        var closed = folder.Files.Where(folder.Layout.IsClosedFile).ToArray();
        using (var log = folder.Open(rotation: rotation))
        {
            using var isRemoving = new ManualResetEventSlim();
            var removing = Task.Run(() =>
            {
                LineRemover remover = new(folder.Layout, new PosixDisk(), TestKey.Signer) { Leaving = _ => isRemoving.Set() };
                foreach (var file in closed) remover.Remove(RemovalRecord.Order(file, 0, 2, 4));
            }, TestContext.Current.CancellationToken);
            isRemoving.Wait(TestContext.Current.CancellationToken);
            for (var seq = 401; seq <= 700; seq += 10) log.Append([.. Lines.Facts(seq, 10)]);
            await removing;
        }
        folder.IsSound(700);
        Assert.Equal(3 * closed.Length, folder.Verify().Removed[RemovalRecord.Rule]);
    }

    [Fact]
    public void An_order_that_makes_no_sense_is_refused_and_changes_nothing()
    {
        var before = record.Content();
        var order = RemovalRecord.Order(record.First, 1);
        foreach (var wrong in new[]
        {
            order with { Lines = [1, 1] }, order with { Lines = [2, 1] }, order with { Lines = [-1] }, order with { Lines = [3] }, order with { Rule = "" },
            order with { Rule = new string('r', RemovalOrder.MaximumRuleCharacters + 1) }, order with { FileName = "receivedMessages.log" }, order with { FileName = "../messages/" + order.FileName },
        })
            Assert.Throws<ArgumentException>(() => record.Remover().Remove(wrong));
        Assert.Equal(before, record.Content());
    }

    private static Hansard.Record.Merkle.Hash256 Leaf(string line) => LineEntry.TryOf(Encoding.UTF8.GetBytes(line), out var entry, out _, out _) ? entry.Leaf : default;

    private static bool HasAttachment(string line) => LineEntry.TryOf(Encoding.UTF8.GetBytes(line), out var entry, out _, out _) && entry.Attachment is not null;

    private void IsSound(int removed, int attachments)
    {
        var found = record.Verify();
        Assert.Empty(found.Findings);
        Assert.Equal((14, removed, attachments), (found.Lines, found.Removed.GetValueOrDefault(RemovalRecord.Rule), found.Attachments));
    }
}
