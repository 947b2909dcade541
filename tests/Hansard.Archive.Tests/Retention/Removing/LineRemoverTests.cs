using System.Text;
using Hansard.Archive.Log;
using Hansard.Archive.Retention;
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
        Assert.True(LineEntry.TryOf(Encoding.UTF8.GetBytes(before[1]), out var entry, out _, out _));
        Assert.Equal(new RemovalResult(Path.GetFileName(record.First), 1, 1, 0), record.Remover().Remove(RemovalRecord.Order(record.First, 1)) with { BytesFreed = 0 });

        var after = File.ReadAllLines(record.First);
        Assert.Equal([before[0], before[2]], [after[0], after[2]]);
        Assert.Equal(
            $$$"""{"hansard":{"part":0,"removed":{"at":"2031-02-03T04:05:06.000000Z","attachment_sha256":"{{{entry.Attachment}}}","line_sha256":"{{{entry.Line}}}","rule":"chat-7y#12"},"revision":0,"seq":2}}""",
            after[1]);
        Assert.False(File.Exists(record.AttachmentOf("two")));
        var found = record.Verify();
        Assert.Empty(found.Findings);
        Assert.Equal((14, 1, 4), (found.Lines, found.Removed[RemovalRecord.Rule], found.Attachments));
    }
}
