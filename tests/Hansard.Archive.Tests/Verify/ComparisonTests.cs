using Hansard.Archive.Log;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Hansard.Record.Verify;
using Xunit;

namespace Hansard.Archive.Tests.Verify;

public sealed class ComparisonTests : IDisposable
{
    private readonly RecordFolder first = new();
    private readonly RecordFolder second = new();

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    private static void Write(RecordFolder folder, IEnumerable<RecordLine> lines, Rotation? rotation = null)
    {
        using var log = folder.Open(rotation: rotation);
        log.Append([.. lines]);
    }

    private Compared Compare() => new RecordComparison(first.Layout, second.Layout).Run();

    /// <summary>As another recorder, of another zone, would write it.</summary>
    private static RecordLine AsAnother(RecordLine line) => line with
    {
        Time = "another",
        Hansard = line.Hansard! with { Salt = new string('f', 32) },
        Members = [.. line.Members.Select(member => member.Name == "file" ? LocalFile("/elsewhere/b") : member)],
    };

    private static LineMember LocalFile(string name) => LineMember.Object("file", writer =>
    {
        writer.Member("filename", "f");
        writer.Member("localfilename", name);
    });

    [Fact]
    public void Records_that_differ_in_salt_time_local_names_and_files_are_the_same()
    {
        var lines = Lines.Facts(1, 20).Append(Lines.Of(new LinePosition(21)) with { Members = [LocalFile("/here/a")] }).ToArray();
        Write(first, [.. lines[..10], Lines.Of(new LinePosition(2, Revision: 1)), .. lines[10..]]);
        Write(second, [.. lines.Select(AsAnother), AsAnother(Lines.Of(new LinePosition(2, Revision: 1)))], new Rotation(MaximumBytes: 3_000));
        var compared = Compare();
        Assert.Equal((true, 22, 0), (compared.IsSame, compared.Equal, compared.DifferenceCount));
        Assert.Equal((1, 21), (compared.FromSeq, compared.ToSeq));
    }

    [Fact]
    public void A_line_that_tells_something_else_is_named()
    {
        Write(first, Lines.Facts(1, 9));
        Write(second, Lines.Facts(1, 9).Select(line => line.Hansard!.Position.Seq == 4 ? Lines.Of(new LinePosition(4), "another text") : line));
        Assert.Equal(new Difference(4, 0, 0, "the records tell it differently"), Assert.Single(Compare().Differences));
        Assert.False(Compare().IsSame);
    }

    [Fact]
    public void A_recorder_that_came_later_or_lags_behind_is_no_difference()
    {
        Write(first, Lines.Facts(1, 9));
        Write(second, Lines.Facts(5, 9));
        var compared = Compare();
        Assert.Equal((true, 5, 5, 9), (compared.IsSame, compared.Equal, compared.FromSeq, compared.ToSeq));
        Assert.Equal((new SeqRange(1, 9), new SeqRange(5, 13)), (compared.FirstRange, compared.SecondRange));
    }

    [Fact]
    public void A_part_and_a_completion_that_only_one_record_has_are_differences()
    {
        Write(first, [.. Lines.Facts(1, 2), Lines.Of(new LinePosition(3, 0, 2)), Lines.Of(new LinePosition(3, 1, 2)), .. Lines.Facts(4, 2), Lines.Of(new LinePosition(2, Revision: 1))]);
        Write(second, Lines.Facts(1, 5));
        Assert.Equal([(2L, 0, 1), (3L, 0, 0), (3L, 1, 0)], Compare().Differences.Select(one => (one.Seq, one.Part, one.Revision)).Order());
    }

    private static RecordLine Open(LinePosition position, string status) => Lines.Of(position) is var line
        ? line with { Members = [], Hansard = line.Hansard! with { Status = status, Members = [.. line.Hansard.Members, LineMember.Text("reason", $"of {position.Part}")] } } : line;

    [Fact]
    public void What_one_recorder_told_at_once_and_another_later_is_the_same()
    {
        Write(first, [Lines.Of(new(1)), Lines.Of(new(2, 0, 2)), Lines.Of(new(2, 1, 2)), Lines.Of(new(3, 0, 2)), Lines.Of(new(3, 1, 2)), Lines.Of(new(4))]);
        Write(second, [
            Lines.Of(new(1)), Open(new(2, 0, 2), LineStatus.AttachmentMissing), Lines.Of(new(2, 1, 2)), Open(new(3), LineStatus.Undecryptable),
            Open(new(2, 0, 2, 1), LineStatus.AttachmentMissing), Lines.Of(new(4)), Lines.Of(new(2, 0, 2, 2)), Lines.Of(new(3, 0, 2, 1)), Lines.Of(new(3, 1, 2, 1))]);
        var compared = Compare();
        Assert.Empty(compared.Differences);
        Assert.Equal((true, 6), (compared.IsSame, compared.Equal));
    }

    [Fact]
    public void What_one_recorder_never_could_tell_is_a_difference_and_what_neither_could_is_none()
    {
        Write(first, [Lines.Of(new(1)), Open(new(2), LineStatus.AttachmentMissing), Lines.Of(new(3)), Lines.Of(new(4, 0, 2)), Lines.Of(new(4, 1, 2)), Lines.Of(new(5))]);
        var other = Open(new(2), LineStatus.AttachmentMissing);
        Write(second, [
            Lines.Of(new(1)), other with { Hansard = other.Hansard! with { Members = [.. other.Hansard.Members.Where(member => member.Name != "reason"), LineMember.Text("reason", "another")] } },
            Open(new(3), LineStatus.AttachmentMissing), Open(new(4), LineStatus.Undecryptable), Lines.Of(new(5))]);
        Assert.Equal([(3L, 0, "only the first record tells it whole"), (4L, 0, "only the first record tells it whole"), (4L, 1, "only the first record has it")],
            Compare().Differences.Select(one => (one.Seq, one.Part, one.Reason)));
    }

    [Fact]
    public void What_was_before_a_recorder_came_can_be_passed_over()
    {
        Write(first, Lines.Facts(1, 9));
        Write(second, [Lines.Of(new(1)), Open(new(2), LineStatus.Undecryptable), .. Lines.Facts(3, 7).Select(AsAnother)]);
        Assert.Equal(1, Compare().DifferenceCount);
        var compared = new RecordComparison(first.Layout, second.Layout) { From = 3 }.Run();
        Assert.Equal((true, 7, 3, 9), (compared.IsSame, compared.Equal, compared.FromSeq, compared.ToSeq));
    }

    [Fact]
    public void Records_without_a_common_fact_are_not_called_the_same()
    {
        Write(first, Lines.Facts(1, 3));
        Write(second, Lines.Facts(4, 3));
        var compared = Compare();
        Assert.Equal((false, 0, 0), (compared.IsSame, compared.DifferenceCount, compared.FromSeq));
    }
}
