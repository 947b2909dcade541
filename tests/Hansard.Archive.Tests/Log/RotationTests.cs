using Hansard.Archive.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Log;

public sealed class RotationTests : IDisposable
{
    private readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, 0, 5000, 0, true)]
    [InlineData(600, 0, 400, 0, true)]
    [InlineData(600, 0, 401, 0, false)]
    [InlineData(600, 0, 400, 59_999_999, true)]
    [InlineData(600, 0, 400, 60_000_000, false)]
    [InlineData(600, 50, 400, 0, true)]
    public void A_file_takes_what_fits_by_size_and_age(long fileBytes, long fileTimestamp, long bytes, long timestamp, bool takes)
    {
        var rotation = new Rotation(1000, TimeSpan.FromMinutes(1));
        Assert.Equal(takes, rotation.Takes(fileBytes, fileTimestamp, bytes, timestamp));
        // Without a fact of its own it has no name to be closed under; and the largest file has no largest size.
        Assert.True(rotation.Takes(fileBytes, null, bytes, timestamp));
        Assert.True(Rotation.Never.Takes(fileBytes, fileTimestamp, bytes, timestamp));
    }

    [Fact]
    public void Whoever_writes_them_in_whatever_batches_the_same_lines_make_the_same_files()
    {
        var rotation = new Rotation(MaximumBytes: 4_000);
        using var other = new RecordFolder();
        using (var log = folder.Open(rotation: rotation)) log.Append([.. Lines.Facts(1, 30)]);
        for (var n = 0; n < 30; n++)
            using (var log = other.Open(rotation: rotation)) log.Append([.. Lines.Facts(n + 1, 1)]);

        Assert.True(folder.Files.Count > 4);
        Assert.Equal(folder.Files.Select(Path.GetFileName), other.Files.Select(Path.GetFileName));
        Assert.Equal(folder.Files.Select(File.ReadAllBytes), other.Files.Select(File.ReadAllBytes));
        Assert.All(folder.Files.SkipLast(1), file => Assert.InRange(new FileInfo(file).Length, 1, 4_000));
        foreach (var record in new[] { folder, other })
        {
            record.HoldsExactly(30);
            record.IsSound(30);
        }
    }

    [Fact]
    public void A_closed_file_is_named_after_its_facts_and_its_manifest_tells_what_it_is()
    {
        var rotation = new Rotation(MaximumAge: TimeSpan.FromMicroseconds(4));
        using (var log = folder.Open(rotation: rotation))
        {
            log.Append([.. Lines.Facts(1, 3), Lines.Of(new LinePosition(2, Revision: 1))]);
            log.Append([.. Lines.Facts(4, 3)]);
        }
        var closed = folder.Layout.ClosedFile(1, 4);
        Assert.Equal([closed, folder.Layout.CurrentFile], folder.Files);
        Assert.EndsWith("/receivedMessages_00000000000000000001-00000000000000000004.log", closed, StringComparison.Ordinal);
        Assert.True(Manifest.TryOpen(File.ReadAllBytes(RecordLayout.ManifestOf(closed)), TestKey.Signer.Key, out var manifest, out _));
        Assert.Equal(
            (Path.GetFileName(closed), 1, 4, 0, 5, new FileInfo(closed).Length, "UTC"),
            (manifest!.File, manifest.FirstSeq, manifest.LastSeq, manifest.FirstLeaf, manifest.Lines, manifest.Bytes, manifest.Zone));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(closed))), manifest.Sha256.ToHex());
        folder.IsSound(6);
    }

    [Fact]
    public void The_parts_of_a_fact_stay_in_one_file()
    {
        var rotation = new Rotation(MaximumBytes: 1_500);
        var parts = Enumerable.Range(0, 6).Select(part => Lines.Of(new LinePosition(3, part, Parts: 6))).ToArray();
        using (var log = folder.Open(rotation: rotation)) log.Append([.. Lines.Facts(1, 2), .. parts, .. Lines.Facts(4, 2)]);
        var file = Assert.Single(folder.Files, file => RecordReader.StoredLines(file).Any(line => line.Read().Hansard!.Position.Seq == 3));
        Assert.Equal(folder.Layout.ClosedFile(3, 3), file);
        folder.IsSound(5);
    }

    [Fact]
    public void A_file_that_has_only_completions_yet_is_gone_on_with()
    {
        var rotation = new Rotation(MaximumBytes: 3_000);
        using (var log = folder.Open(rotation: rotation))
        {
            log.Append([.. Lines.Facts(1, 4)]);
            for (var revision = 1; folder.Files.Count == 1; revision++) log.Append([Lines.Of(new LinePosition(2, Revision: revision))]);
        }
        Assert.All(File.ReadAllLines(folder.Layout.CurrentFile), line => Assert.DoesNotContain("\"revision\":0", line, StringComparison.Ordinal));
        using (var log = folder.Open(rotation: rotation))
        {
            Assert.Equal((4, Lines.ChainAt(4)), (log.LastSeq, log.Chain));
            log.Append([.. Lines.Facts(5, 2)]);
        }
        folder.IsSound(6);
    }

    [Fact]
    public void A_batch_that_ends_within_a_fact_is_refused()
    {
        using var log = folder.Open();
        Assert.Throws<ArgumentException>(() => log.Append([Lines.Of(new LinePosition(1, 0, Parts: 2))]));
    }

    [Fact]
    public void A_record_that_is_never_rotated_stands_in_the_folder_itself()
    {
        var layout = new RecordLayout(folder.Layout.Folder) { MessagesFolder = folder.Layout.Folder };
        using (var log = RecordFolder.Open(layout, rotation: Rotation.Never)) log.Append([.. Lines.Facts(1, 50)]);
        Assert.Equal(Path.Combine(layout.Folder, "receivedMessages.log"), layout.CurrentFile);
        Assert.Equal(50, File.ReadLines(layout.CurrentFile).Count());
    }

    [Fact]
    public void A_file_whose_lines_were_changed_before_it_is_closed_is_not_signed()
    {
        var rotation = new Rotation(MaximumBytes: 2_000);
        using var log = folder.Open(rotation: rotation);
        log.Append([.. Lines.Facts(1, 2)]);
        var bytes = File.ReadAllBytes(folder.Layout.CurrentFile);
        bytes[100] ^= 1;
        File.WriteAllBytes(folder.Layout.CurrentFile, bytes);
        Assert.Throws<RecordDamagedException>(() => log.Append([.. Lines.Facts(3, 20)]));
        Assert.Empty(Directory.GetFiles(folder.Layout.MessagesFolder, "*.manifest"));
    }
}
