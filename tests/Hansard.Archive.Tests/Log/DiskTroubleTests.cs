using Hansard.Archive.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Log;

public sealed class DiskTroubleTests
{
    [Fact]
    public void Whatever_operation_fails_once_recording_halts_there_and_goes_on_by_itself_without_loss_or_double()
    {
        var failed = new HashSet<string>();
        for (var n = 0; ; n++)
        {
            using var folder = new RecordFolder();
            using (var earlier = folder.Open()) earlier.Append([.. Lines.Facts(1, 3)]);
            File.AppendAllText(folder.Layout.CurrentFile, "{\"torn\":");

            var disk = new FailingDisk(n);
            var halts = 0;
            using (var log = UntilItWorks(() => folder.Open(disk), ref halts))
            {
                for (var batch = 0; batch < 4; batch++)
                {
                    var first = log.LastSeq + 1;
                    UntilItWorks(() => log.Append([.. Lines.Facts(first, 5)]), ref halts);
                    UntilItWorks(() => log.KeepHead(Lines.Head(first)), ref halts);
                }
            }

            folder.HoldsExactly(23);
            Assert.Equal([4, 9, 14, 19], RecordReader.Heads(folder.Layout).Select(head => head.Seq));
            Assert.Equal(disk.Failed is null ? 0 : 1, halts);
            if (disk.Failed is null) break;
            failed.Add(disk.Failed);
        }
        Assert.Equal(["CreateFolder", "Length", "OpenOrCreate", "Read", "Sync", "SyncFolder", "Truncate", "Write"], failed.Order());
    }

    [Fact]
    public void After_a_failed_append_nothing_of_it_counts()
    {
        using var folder = new RecordFolder();
        using (var log = folder.Open()) log.Append([.. Lines.Facts(1, 2)]);
        for (var n = 0; ; n++)
        {
            var disk = new FailingDisk(n);
            var halts = 0;
            using (var log = UntilItWorks(() => folder.Open(disk), ref halts))
            {
                if (disk.Failed is not null) continue;
                var halted = Record(() => log.Append([.. Lines.Facts(3, 2)]));
                if (!halted) break;
                Assert.Equal((2, Lines.ChainAt(2)), (log.LastSeq, log.Chain));
                log.Append([.. Lines.Facts(3, 1)]);
            }
            folder.HoldsExactly(3);
            File.WriteAllBytes(folder.Layout.CurrentFile, Lines.Bytes(Lines.Facts(1, 2)));
        }
        folder.HoldsExactly(4);
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
