using System.Text;
using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Retention.Removing;

/// <summary>Somebody who may write to the disks and has no key.</summary>
public sealed class RemovalTamperTests : IDisposable
{
    private readonly RemovalRecord record = new();

    public void Dispose() => record.Dispose();

    [Theory]
    [InlineData("chat-7y#12", "chat-7y#13", "the file is not the one that its manifest was signed for")]
    [InlineData("2031-02-03", "2030-02-03", "the file is not the one that its manifest was signed for")]
    [InlineData("line_sha256\":\"", "line_sha256\":\"0", "hansard.removed.line_sha256 is missing or no hash")]
    [InlineData("attachment_sha256", "attachment_sha257", "the line is not the one that was logged here")]
    [InlineData("\"seq\":2", "\"seq\":3", "seq 3 part 0 follows seq 1 part 0: lines are missing, doubled or exchanged")]
    [InlineData("\"part\":0,\"removed\"", "\"part\":1,\"removed\"", "the line is not the one that was logged here")]
    public void Whatever_is_changed_in_a_removed_line_is_found(string from, string to, string reason)
    {
        record.Remover().Remove(RemovalRecord.Order(record.First, 1));
        var lines = File.ReadAllLines(record.First);
        lines[1] = lines[1].Replace(from, to, StringComparison.Ordinal);
        File.WriteAllText(record.First, string.Concat(lines.Select(line => line + "\n")));
        var found = record.Verify();
        Assert.Contains(found.Findings, finding => finding.Reason == reason && finding.File.EndsWith(Path.GetFileName(record.First), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_somebody_changed_is_never_signed(bool inALineThatGoes)
    {
        var bytes = File.ReadAllBytes(record.First);
        var at = inALineThatGoes ? Encoding.UTF8.GetString(bytes).IndexOf("two", StringComparison.Ordinal) : 40;
        bytes[at] ^= 1;
        File.WriteAllBytes(record.First, bytes);
        var before = record.Content();
        Assert.Throws<RecordDamagedException>(() => record.Remover().Remove(RemovalRecord.Order(record.First, 1)));
        Assert.Equal(before, record.Content());
    }

    [Fact]
    public void A_file_whose_manifest_is_changed_gone_or_of_another_file_is_refused()
    {
        var path = RecordLayout.ManifestOf(record.First);
        var bytes = File.ReadAllBytes(path);
        var changed = bytes.ToArray();
        changed[30] ^= 1;
        foreach (var manifest in new[] { changed, null, File.ReadAllBytes(RecordLayout.ManifestOf(record.Second)) })
        {
            if (manifest is null) File.Delete(path);
            else File.WriteAllBytes(path, manifest);
            var before = record.Content();
            Assert.Throws<RecordDamagedException>(() => record.Remover().Remove(RemovalRecord.Order(record.First, 1)));
            Assert.Equal(before, record.Content());
        }
    }

    [Fact]
    public void What_somebody_lays_beside_a_file_is_not_put_in_its_place()
    {
        var before = record.Content();
        var older = File.ReadAllBytes(RecordLayout.ManifestOf(record.First));
        foreach (var manifest in new[] { older, File.ReadAllBytes(RecordLayout.ManifestOf(record.Second)), Encoding.UTF8.GetBytes("hansard-manifest/1\n") })
        {
            File.WriteAllBytes(RecordLayout.PendingManifestOf(record.First), manifest);
            File.WriteAllText(record.First + RecordLayout.BeingRemoved, "{\"message\":\"something else\"}\n");
            File.WriteAllText(Path.ChangeExtension(record.First, ".attachments") + RecordLayout.BeingRemoved, "attachment_two.txt\0../log/checkpoint\0attachment_five.txt");
            Assert.Empty(record.Verify().Findings);
            record.Remover().Recover();
            Assert.Equal(before, record.Content());
        }
    }

    [Fact]
    public void A_removal_whose_file_is_changed_while_it_waits_to_be_finished_is_left_for_people_and_others_are_finished()
    {
        var (first, second) = (RemovalRecord.Order(record.First, 1), RemovalRecord.Order(record.Second, 2));
        foreach (var order in new[] { first, second }) Assert.Throws<IOException>(() => record.Remover(new DyingDisk(SignedAndRenamed(order))).Remove(order));
        File.AppendAllText(record.First, "x");
        Assert.Contains(record.Verify().Findings, finding => finding.File.EndsWith(Path.GetFileName(record.First), StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(record.First);

        Assert.Throws<RecordDamagedException>(() => record.Remover().Recover());
        Assert.Equal(bytes, File.ReadAllBytes(record.First));
        Assert.False(File.Exists(RecordLayout.PendingManifestOf(record.Second)));
        Assert.False(File.Exists(record.AttachmentOf("other")));
        Assert.True(File.Exists(record.AttachmentOf("two")));

        File.WriteAllBytes(record.First, bytes[..^1]);
        record.Remover().Recover();
        Assert.Empty(record.Verify().Findings);
        Assert.False(File.Exists(record.AttachmentOf("two")));
    }

    [Fact]
    public void Between_the_two_renames_verifying_says_that_a_removal_is_being_finished()
    {
        var order = RemovalRecord.Order(record.First, 1);
        Assert.Throws<IOException>(() => record.Remover(new DyingDisk(SignedAndRenamed(order))).Remove(order));
        var found = record.Verify();
        Assert.Empty(found.Findings);
        Assert.Equal([order.FileName], found.BeingRemoved);
        Assert.Equal(1, found.Removed[RemovalRecord.Rule]);
        record.Remover().Recover();
        Assert.Empty(record.Verify().BeingRemoved);
    }

    /// <summary>How many operations it takes until the file is in place and its manifest is not.</summary>
    private static int SignedAndRenamed(RemovalOrder order)
    {
        for (var operations = 0; ; operations++)
        {
            using var record = new RemovalRecord();
            try
            {
                record.Remover(new DyingDisk(operations)).Remove(order);
            }
            catch (IOException)
            {
                var file = Path.Combine(record.Layout.MessagesFolder, order.FileName);
                if (File.Exists(RecordLayout.PendingManifestOf(file)) && !File.Exists(file + RecordLayout.BeingRemoved)) return operations;
            }
        }
    }
}
