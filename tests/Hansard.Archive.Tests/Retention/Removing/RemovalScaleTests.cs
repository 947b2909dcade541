using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Retention.Removing;

/// <summary>Large files, and readers beside the remover.</summary>
public sealed class RemovalScaleTests
{
    [Fact]
    public async Task Whoever_verifies_while_lines_leave_finds_a_sound_record_every_time()
    {
        using var folder = new RecordFolder();
        using (var log = folder.Open(rotation: new Rotation(MaximumBytes: 100_000))) log.Append([.. Lines.Facts(1, 2_000)]);
        var closed = folder.Files.Where(folder.Layout.IsClosedFile).ToArray();
        var verified = 0;
        using var hasVerified = new SemaphoreSlim(0);
        var removing = Task.Run(async () =>
        {
            LineRemover remover = new(folder.Layout, new PosixDisk(), TestKey.Signer);
            foreach (var place in Enumerable.Range(0, 10))
            {
                foreach (var file in closed) remover.Remove(RemovalRecord.Order(file, place));
                // Neither may be through before the other has begun.
                await hasVerified.WaitAsync(TestContext.Current.CancellationToken);
            }
        }, TestContext.Current.CancellationToken);
        do
        {
            var found = folder.Verify();
            Assert.Empty(found.Findings);
            Assert.Equal(2_000, found.Lines);
            verified++;
            hasVerified.Release();
        }
        while (!removing.IsCompleted);
        await removing;
        Assert.True(verified >= 10);
        Assert.Equal(10 * closed.Length, folder.Verify().Removed[RemovalRecord.Rule]);
    }

    [Fact]
    public void Whatever_a_file_holds_only_a_block_of_it_is_in_memory()
    {
        const int BlockBytes = 2 << 20;
        using var folder = new RecordFolder();
        var text = new string('x', 50_000);
        using (var log = folder.Open(rotation: new Rotation(MaximumBytes: 30_000_000)))
            for (var seq = 1; seq <= 800; seq += 100) log.Append([.. Enumerable.Range(seq, 100).Select(one => Lines.Of(new LinePosition(one), text))]);
        var file = folder.Files[0];
        Assert.True(new FileInfo(file).Length > 10 * BlockBytes);
        MeasuringDisk disk = new();
        var done = new LineRemover(folder.Layout, disk, TestKey.Signer).Remove(RemovalRecord.Order(file, 0, 7, 500));
        Assert.Equal(3, done.Lines);
        Assert.InRange(disk.LargestBytes, 1, BlockBytes);
        // What is read has been written before much more is read.
        Assert.InRange(disk.FurthestAhead, 1, BlockBytes);
        folder.IsSound(800);
    }

    [Fact]
    public void Lines_that_were_set_aside_after_a_power_cut_go_with_the_facts_that_they_tell()
    {
        using var folder = new RecordFolder();
        using (var log = folder.Open(rotation: new Rotation(MaximumAge: TimeSpan.FromMicroseconds(3)))) log.Append([.. Lines.Facts(1, 8)]);
        string Aside(int n, params int[] facts)
        {
            var path = Path.Combine(folder.Layout.LogFolder, $"torn-{n}-0.lines");
            File.WriteAllBytes(path, [.. "\0\0\0\n"u8, .. Lines.Bytes(facts.Select(fact => Lines.Of(new LinePosition(fact))))]);
            return path;
        }
        var (told, other) = (Aside(100, 3, 2), Aside(200, 1, 4));
        new LineRemover(folder.Layout, new PosixDisk(), TestKey.Signer).Remove(RemovalRecord.Order(folder.Layout.ClosedFile(1, 3), 1));
        Assert.False(File.Exists(told));
        Assert.True(File.Exists(other));
        folder.IsSound(8);
    }
}
