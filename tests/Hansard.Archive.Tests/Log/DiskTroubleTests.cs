using Hansard.Archive.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Log;

public sealed class DiskTroubleTests
{
    /// <summary>Small enough that the lines of this test fill several files.</summary>
    private static readonly Rotation Small = new(MaximumBytes: 60_000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whatever_operation_fails_once_recording_halts_there_and_goes_on_by_itself_without_loss_or_double(bool renamedAllTheSame)
    {
        var failed = new HashSet<string>();
        for (var n = 0; ; n++)
        {
            using var folder = new RecordFolder();
            using (var earlier = folder.Open(rotation: Small)) earlier.Append([.. Lines.Facts(1, 3)]);
            File.AppendAllText(folder.Layout.CurrentFile, "{\"torn\":");

            var disk = new FailingDisk(n, renamedAllTheSame);
            var halts = 0;
            using (var log = UntilItWorks(() => folder.Open(disk, Small), ref halts))
            {
                // The first batch fills a tile of the log, so that what it supersedes is removed with the second.
                foreach (var count in new[] { 260, 5, 5 })
                {
                    var first = log.LastSeq + 1;
                    UntilItWorks(() => log.Append([.. Lines.Facts(first, count)]), ref halts);
                    UntilItWorks(() => log.KeepHead(Lines.Head(first)), ref halts);
                }
            }

            folder.HoldsExactly(273);
            folder.IsSound(273);
            Assert.True(folder.Files.Count > 3);
            Assert.Equal([4, 264, 269], RecordReader.Heads(folder.Layout).Select(head => head.Seq));
            Assert.Equal(disk.Failed is null ? 0 : 1, halts);
            if (disk.Failed is null) break;
            failed.Add(disk.Failed);
            n += Stride;
        }
        if (Stride == 0)
            Assert.Equal(["CreateFolder", "Files", "Length", "Open", "OpenOrCreate", "Read", "RemoveFolder", "Rename", "Sync", "SyncFolder", "Truncate", "Write"], failed.Order());
        Assert.True(failed.Count > 3);
    }

    /// <summary>How many operations are passed over between two that fail; in the long run none is.</summary>
    private static readonly int Stride = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 0 : 10;

    [Fact]
    public void Whatever_fails_while_lines_are_appended_the_same_lines_offered_again_are_recorded_once()
    {
        using var folder = new RecordFolder();
        var recorded = 0;
        for (var n = 0; ; n++)
        {
            var disk = new FailingDisk(n);
            var halts = 0;
            using var log = UntilItWorks(() => folder.Open(disk), ref halts);
            if (disk.Failed is not null) continue;
            if (!Record(() => log.Append([.. Lines.Facts(recorded + 1, 2)]))) break;
            // Nobody may be told before the append has returned.
            Assert.Equal(recorded, log.LastSeq);
            log.Append([.. Lines.Facts(recorded + 1, 2)]);
            recorded += 2;
            Assert.Equal((recorded, Lines.ChainAt(recorded)), (log.LastSeq, log.Chain));
        }
        Assert.True(recorded > 10);
        folder.HoldsExactly(recorded + 2);
        folder.IsSound(recorded + 2);
    }

    [Fact]
    public void After_a_failed_append_of_which_nothing_is_on_the_disk_other_lines_may_come()
    {
        using var folder = new RecordFolder();
        var disk = new StubbornDisk();
        using var log = folder.Open(disk);
        log.Append([.. Lines.Facts(1, 2)]);
        disk.Refuses = folder.Layout.CurrentFile;
        Assert.Throws<RecordHaltedException>(() => log.Append([.. Lines.Facts(3, 4)]));
        disk.Refuses = null;
        log.Append([.. Lines.Facts(3, 1)]);
        folder.HoldsExactly(3);
        folder.IsSound(3);
    }

    [Fact]
    public void A_process_that_ends_while_the_log_cannot_be_written_leaves_lines_that_the_next_one_logs()
    {
        using var folder = new RecordFolder();
        var disk = new StubbornDisk();
        using (var log = folder.Open(disk))
        {
            log.Append([.. Lines.Facts(1, 2)]);
            disk.Refuses = folder.Layout.CheckpointFile;
            Assert.Throws<RecordHaltedException>(() => log.Append([.. Lines.Facts(3, 4)]));
            Assert.Throws<RecordHaltedException>(() => log.Append([.. Lines.Facts(3, 4)]));
            Assert.Equal((2, 2), (log.LastSeq, log.LogSize));
            // The recorder runs, so the lines are about to be logged; nobody has been told that they are.
            var running = folder.Verify();
            Assert.Equal((true, 2, 4), (running.IsSound, running.Lines, running.NotCovered));
        }
        Assert.Equal("messages/receivedMessages.log", folder.Verify().Findings[0].File);
        using (var log = folder.Open()) Assert.Equal((4, 6, 6), (log.Recovered.Logged, log.LastSeq, log.LogSize));
        folder.HoldsExactly(6);
        folder.IsSound(6);
    }

    [Fact]
    public void A_file_that_is_gone_halts_recording_until_it_is_back()
    {
        using var folder = new RecordFolder();
        using var log = folder.Open();
        log.Append([.. Lines.Facts(1, 2)]);
        var elsewhere = folder.Layout.Folder + "-unmounted";
        Directory.Move(folder.Layout.Folder, elsewhere);

        Assert.Throws<RecordHaltedException>(() => log.Append([.. Lines.Facts(3, 1)]));
        Assert.Throws<RecordHaltedException>(() => log.Append([.. Lines.Facts(3, 1)]));
        Assert.Equal(2, log.LastSeq);

        Directory.Move(elsewhere, folder.Layout.Folder);
        log.Append([.. Lines.Facts(3, 1)]);
        folder.HoldsExactly(3);
        folder.IsSound(3);
    }

    [Fact]
    public void Another_file_in_the_place_of_the_record_is_not_written_to()
    {
        using var folder = new RecordFolder();
        using var log = folder.Open();
        log.Append([.. Lines.Facts(1, 2)]);
        var other = Lines.Bytes(Lines.Facts(11, 30));
        File.Delete(folder.Layout.CurrentFile);
        File.WriteAllBytes(folder.Layout.CurrentFile, other);

        Assert.Throws<RecordHaltedException>(() => log.Append([.. Lines.Facts(3, 1)]));
        Assert.Throws<RecordHaltedException>(() => log.Append([.. Lines.Facts(3, 1)]));
        Assert.Equal(other, File.ReadAllBytes(folder.Layout.CurrentFile));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_halts_recording()
    {
        using var folder = new RecordFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Layout.Folder)!);
        File.WriteAllText(folder.Layout.Folder, "in the way");
        Assert.Throws<RecordHaltedException>(() => folder.Open());
        File.Delete(folder.Layout.Folder);
        using var log = folder.Open();
    }

    private static void UntilItWorks(Action attempt, ref int halts) => UntilItWorks(() => { attempt(); return 0; }, ref halts);

    private static T UntilItWorks<T>(Func<T> attempt, ref int halts)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            try
            {
                return attempt();
            }
            catch (RecordHaltedException)
            {
                halts++;
            }
        }
        throw new InvalidOperationException("one failure halted three attempts");
    }

    private static bool Record(Action append)
    {
        try
        {
            append();
            return false;
        }
        catch (RecordHaltedException)
        {
            return true;
        }
    }
}
