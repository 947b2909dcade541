using Hansard.Archive.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Log;

public sealed class RecordLogTests : IDisposable
{
    private readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_empty_record_starts_before_the_first_fact()
    {
        using var log = folder.Open();
        Assert.Equal((0, null, JournalChain.Start), (log.LastSeq, log.Last, log.Chain));
        Assert.Equal(new Recovered(null, JournalChain.Start, 0, null), log.Recovered);
        Assert.True(Directory.Exists(folder.Layout.AttachmentsFolder));
    }

    [Fact]
    public void Batches_follow_each_other_and_a_new_opening_goes_on_after_the_last()
    {
        using (var log = folder.Open())
        {
            log.Append([.. Lines.Facts(1, 3)]);
            log.Append([]);
            log.Append([.. Lines.Facts(4, 1)]);
            Assert.Equal((4, Lines.ChainAt(4)), (log.LastSeq, log.Chain));
        }
        using (var log = folder.Open())
        {
            Assert.Equal((4, Lines.ChainAt(4)), (log.LastSeq, log.Chain));
            Assert.Equal(0, log.Recovered.TornBytes);
            log.Append([.. Lines.Facts(5, 5)]);
        }
        folder.HoldsExactly(9);
    }

    [Fact]
    public void A_record_may_begin_anywhere_in_the_journal()
    {
        using (var log = folder.Open()) log.Append([.. Lines.Facts(1001, 2)]);
        using (var log = folder.Open()) Assert.Equal(1002, log.LastSeq);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void A_fact_out_of_order_is_never_written(long seq)
    {
        using var log = folder.Open();
        log.Append([.. Lines.Facts(1, 3)]);
        Assert.Throws<ArgumentException>(() => log.Append([.. Lines.Facts(seq, 1)]));
        Assert.Equal(3, log.LastSeq);
        log.Append([.. Lines.Facts(4, 1)]);
        folder.HoldsExactly(4);
    }

    [Fact]
    public void A_batch_above_the_bound_is_never_written()
    {
        using var log = folder.Open();
        var huge = Lines.Of(new LinePosition(1), new string('x', RecordLog.MaximumBatchBytes));
        Assert.Throws<ArgumentException>(() => log.Append([huge]));
        log.Append([.. Lines.Facts(1, 1)]);
        folder.HoldsExactly(1);
    }

    [Fact]
    public void Two_recorders_cannot_write_one_folder()
    {
        using (folder.Open())
            Assert.Throws<RecordInUseException>(() => folder.Open());
        using (folder.Open())
        {
        }
    }

    [Fact]
    public void A_completion_does_not_move_the_end_of_the_record()
    {
        using (var log = folder.Open())
        {
            log.Append([.. Lines.Facts(1, 3)]);
            log.Append([Lines.Of(new LinePosition(2, Revision: 1))]);
            Assert.Equal(3, log.LastSeq);
        }
        using (var log = folder.Open())
        {
            Assert.Equal((3, Lines.ChainAt(3)), (log.LastSeq, log.Chain));
            log.Append([.. Lines.Facts(4, 1)]);
        }
        Assert.Equal([1, 2, 3, 2, 4], RecordReader.Lines(folder.Layout).Select(line => line.Hansard!.Position.Seq));
    }

    [Fact]
    public void A_record_whose_last_file_was_closed_goes_on_in_a_new_one()
    {
        using (var log = folder.Open()) log.Append([.. Lines.Facts(1, 5)]);
        File.Move(folder.Layout.CurrentFile, folder.Layout.ClosedFile(1, 5));
        using (var log = folder.Open())
        {
            Assert.Equal((5, Lines.ChainAt(5)), (log.LastSeq, log.Chain));
            log.Append([.. Lines.Facts(6, 2)]);
        }
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], RecordReader.Lines(folder.Layout).Select(line => line.Hansard!.Position.Seq));
    }

    [Fact]
    public void Heads_are_kept_in_order()
    {
        using (var log = folder.Open())
        {
            log.KeepHead(Lines.Head(3));
            log.KeepHead(Lines.Head(8));
        }
        Assert.Equal([Lines.Head(3), Lines.Head(8)], RecordReader.Heads(folder.Layout));
    }

    [Fact]
    public void The_record_is_for_the_service_alone()
    {
        using var log = folder.Open();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Layout.CurrentFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Layout.MessagesFolder));
    }
}
