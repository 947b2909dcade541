using Hansard.Archive.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Log;

/// <summary>What a crash may leave at the end of a file.</summary>
public sealed class TornTailTests : IDisposable
{
    /// <summary>Bytes between two cuts; in the long run it is every byte.</summary>
    private static readonly int Step = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 1 : 19;

    private readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A record that was killed before its first checkpoint.</summary>
    private void Write(params byte[] content)
    {
        if (Directory.Exists(folder.Layout.LogFolder)) File.Delete(folder.Layout.CheckpointFile);
        Directory.CreateDirectory(folder.Layout.MessagesFolder);
        File.WriteAllBytes(folder.Layout.CurrentFile, content);
    }

    [Fact]
    public void Cut_at_any_byte_of_the_last_two_lines_only_whole_lines_remain_and_the_record_goes_on()
    {
        var whole = Lines.Bytes(Lines.Facts(1, 6));
        var ends = Enumerable.Range(0, 7).Select(count => Lines.Bytes(Lines.Facts(1, count)).Length).ToArray();
        for (var cut = ends[4]; cut <= whole.Length; cut = cut == whole.Length ? cut + 1 : Math.Min(cut + Step, whole.Length))
        {
            Write(whole[..cut]);
            var expected = ends.Count(end => end <= cut) - 1;
            using (var log = folder.Open())
            {
                Assert.Equal((expected, Lines.ChainAt(expected)), (log.LastSeq, log.Chain));
                Assert.Equal(cut - ends[expected], log.Recovered.TornBytes);
                Assert.Null(log.Recovered.SetAside);
                folder.HoldsExactly(expected);
                log.Append([.. Lines.Facts(expected + 1, 2)]);
            }
            folder.HoldsExactly(expected + 2);
            folder.IsSound(expected + 2);
        }
    }

    [Fact]
    public void A_first_line_that_was_torn_leaves_an_empty_record()
    {
        Write(Lines.Bytes(Lines.Facts(1, 1))[..^1]);
        using var log = folder.Open();
        Assert.Equal(0, log.LastSeq);
        Assert.True(log.Recovered.TornBytes > 0);
        folder.HoldsExactly(0);
    }

    [Fact]
    public void A_fact_with_only_some_of_its_parts_is_recorded_again_and_the_parts_are_kept_aside()
    {
        var parts = Enumerable.Range(0, 3).Select(part => Lines.Of(new LinePosition(3, part, Parts: 3))).ToArray();
        Write([.. Lines.Bytes(Lines.Facts(1, 2)), .. Lines.Bytes(parts[..2])]);
        using (var log = folder.Open())
        {
            Assert.Equal(2, log.LastSeq);
            Assert.Equal(Lines.Bytes(parts[..2]), File.ReadAllBytes(log.Recovered.SetAside!));
            log.Append(parts);
            Assert.Throws<ArgumentException>(() => log.Append([Lines.Of(new LinePosition(3))]));
            log.Append([.. Lines.Facts(4, 1)]);
        }
        using (var log = folder.Open()) Assert.Equal(4, log.LastSeq);
        Assert.Equal([1, 2, 3, 3, 3, 4], RecordReader.Lines(folder.Layout).Select(line => line.Hansard!.Position.Seq));
    }

    [Fact]
    public void Lines_behind_a_hole_are_kept_aside_and_recorded_again()
    {
        var start = Lines.Bytes(Lines.Facts(1, 3)).Length;
        var bytes = Lines.Bytes(Lines.Facts(1, 9));
        Array.Clear(bytes, start + 10, 300);
        Write(bytes);
        using (var log = folder.Open())
        {
            Assert.Equal((3, Lines.ChainAt(3)), (log.LastSeq, log.Chain));
            Assert.Equal(bytes[start..], File.ReadAllBytes(log.Recovered.SetAside!));
            log.Append([.. Lines.Facts(4, 6)]);
        }
        folder.HoldsExactly(9);
    }

    [Fact]
    public void What_was_set_aside_before_is_never_overwritten()
    {
        var start = Lines.Bytes(Lines.Facts(1, 3)).Length;
        var kept = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            Write([.. Lines.Bytes(Lines.Facts(1, 3)), (byte)('0' + n), (byte)'\n']);
            using var log = folder.Open();
            kept.Add(log.Recovered.SetAside!);
        }
        Assert.Equal(3, kept.Distinct().Count());
        Assert.Equal(["0\n", "1\n", "2\n"], kept.Select(File.ReadAllText));
        Assert.Equal(start, new FileInfo(folder.Layout.CurrentFile).Length);
    }

    [Theory]
    [InlineData("a diary\n")]
    [InlineData("{}\n")]
    [InlineData("""{"id":"i","message":"m","msg_ts":"1.5","msgtype":1000,"sender":"s","time":"t","vgroupid":"g"}""" + "\nand half a line")]
    public void A_file_that_was_never_ours_is_left_as_it_is(string content)
    {
        Write(System.Text.Encoding.UTF8.GetBytes(content));
        Assert.Throws<RecordDamagedException>(() => folder.Open());
        Assert.Equal(content, File.ReadAllText(folder.Layout.CurrentFile));
    }

    [Fact]
    public void A_closed_file_that_ends_within_a_line_is_damage_not_a_crash()
    {
        Write();
        var closed = folder.Layout.ClosedFile(1, 3);
        File.WriteAllBytes(closed, Lines.Bytes(Lines.Facts(1, 3))[..^1]);
        Assert.Throws<RecordDamagedException>(() => folder.Open());
        Assert.Equal(Lines.Bytes(Lines.Facts(1, 3)).Length - 1, new FileInfo(closed).Length);
    }

    [Fact]
    public void A_last_fact_far_behind_many_completions_is_found()
    {
        var text = new string('x', 1 << 20);
        Write([.. Lines.Bytes(Lines.Facts(1, 3)), .. Lines.Bytes(Enumerable.Range(1, 40).Select(n => Lines.Of(new LinePosition(2, Revision: n), text)))]);
        using var log = folder.Open();
        Assert.Equal((3, Lines.ChainAt(3)), (log.LastSeq, log.Chain));
        Assert.Null(log.Recovered.SetAside);
    }

    [Fact]
    public void Lines_that_the_log_has_are_neither_cut_nor_set_aside_for_that_is_no_crash()
    {
        using (var log = folder.Open()) log.Append([.. Lines.Facts(1, 5)]);
        var whole = File.ReadAllBytes(folder.Layout.CurrentFile);
        var hole = whole.ToArray();
        Array.Clear(hole, whole.Length - 100, 50);
        var exchanged = Lines.Bytes([.. Lines.Facts(1, 4), Lines.Of(new LinePosition(5), "another")]);
        foreach (var damaged in new[] { whole[..^1], Lines.Bytes(Lines.Facts(1, 4)), hole, exchanged, [] })
        {
            File.WriteAllBytes(folder.Layout.CurrentFile, damaged);
            Assert.Throws<RecordDamagedException>(() => folder.Open());
            Assert.Equal(damaged, File.ReadAllBytes(folder.Layout.CurrentFile));
        }
        File.WriteAllBytes(folder.Layout.CurrentFile, whole);
        using (folder.Open())
        {
        }
        folder.IsSound(5);
    }
}
