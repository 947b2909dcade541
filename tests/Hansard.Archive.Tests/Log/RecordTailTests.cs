using Hansard.Archive.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Log;

public sealed class RecordTailTests
{
    [Fact]
    public void A_window_that_begins_within_a_line_is_read_from_the_next()
    {
        var bytes = Lines.Bytes(Lines.Facts(1, 5));
        for (var start = 1; start < Lines.Bytes(Lines.Facts(1, 4)).Length; start++)
        {
            var tail = RecordTail.Of(bytes.AsMemory(start), startsAtLine: false);
            Assert.Equal((new LinePosition(5), Lines.ChainAt(5), bytes.Length - start), (tail.Last, tail.Chain, tail.SoundBytes));
            Assert.Null(tail.Fault);
        }
    }

    [Fact]
    public void A_gap_or_a_double_is_a_fault()
    {
        foreach (var next in new long[] { 1, 2, 4 })
        {
            var tail = RecordTail.Of(Lines.Bytes([.. Lines.Facts(1, 2), .. Lines.Facts(next, 1)]), startsAtLine: true);
            Assert.Equal(new LinePosition(2), tail.Last);
            Assert.Contains($"seq {next}", tail.Fault, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, 0, 1, 2, 0, 1, true)]
    [InlineData(1, 0, 2, 1, 1, 2, true)]
    [InlineData(1, 1, 2, 2, 0, 3, true)]
    [InlineData(1, 0, 2, 2, 0, 1, false)]
    [InlineData(1, 0, 2, 1, 1, 3, false)]
    [InlineData(1, 0, 1, 1, 0, 1, false)]
    [InlineData(1, 0, 1, 3, 0, 1, false)]
    [InlineData(1, 0, 1, 2, 1, 2, false)]
    public void Parts_and_facts_follow_in_one_order(long seq, int part, int parts, long nextSeq, int nextPart, int nextParts, bool follows) =>
        Assert.Equal(follows, new LinePosition(nextSeq, nextPart, nextParts).Follows(new LinePosition(seq, part, parts)));
}
