using System.Security.Cryptography;
using Hansard.Archive.Attachments;
using Hansard.Archive.Log;
using Hansard.Archive.Tests.Log;
using Xunit;

namespace Hansard.Archive.Tests.Attachments;

public sealed class AttachmentFolderTests : IDisposable
{
    private readonly RecordFolder record = new();
    private readonly HashSet<string> recorded = [];

    private string Folder => record.Layout.AttachmentsFolder;

    private IEnumerable<string> Names => Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    public void Dispose() => record.Dispose();

    private AttachmentFolder Open(IRecordDisk? disk = null) => AttachmentFolder.Open(record.Layout, disk ?? new PosixDisk(), recorded.Contains);

    private static byte[] Bytes(int seed)
    {
        var bytes = new byte[150_000];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static Func<int, string> Called(string name) => n => n == 1 ? name : $"{n}-{name}";

    /// <summary>As a recorder does: what is there is not brought again, and what failed is begun again.</summary>
    private static StoredFile Store(AttachmentFolder folder, string name, byte[] bytes)
    {
        if (folder.Find(Called(name), Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length) is { } there) return there;
        var incoming = folder.Begin();
        try
        {
            foreach (var piece in bytes.Chunk(64 * 1024)) incoming.Write(piece);
            return folder.Keep(incoming, Called(name));
        }
        catch (RecordHaltedException)
        {
            incoming.Discard();
            throw;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whatever_operation_fails_once_each_file_is_there_once_and_whole_afterwards(bool renamedAllTheSame)
    {
        var failed = new HashSet<string>();
        for (var n = 0; ; n++)
        {
            using var other = new AttachmentFolderTests();
            Directory.CreateDirectory(other.Folder);
            File.WriteAllText(Path.Combine(other.Folder, ".incoming-7"), "left by a crash");
            File.WriteAllBytes(Path.Combine(other.Folder, "c"), Bytes(3));
            var disk = new FailingDisk(n, renamedAllTheSame);
            var halts = 0;
            var folder = UntilItWorks(() => other.Open(disk), ref halts);
            // The second has the first one's name, and the third its bytes too; the last is there, without a line.
            var stored = new[] { ("a", Bytes(1)), ("a", Bytes(2)), ("a", Bytes(1)), ("b", []), ("c", Bytes(3)) }.Select(file => (file.Item2, UntilItWorks(() => Store(folder, file.Item1, file.Item2), ref halts))).ToArray();

            Assert.Equal(["2-a", "3-a", "a", "b", "c"], stored.Select(file => Path.GetFileName(file.Item2.Path)).Order(StringComparer.Ordinal));
            Assert.All(stored, file => Assert.Equal(file.Item1, File.ReadAllBytes(file.Item2.Path)));
            Assert.All(stored, file => Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(file.Item1)), file.Item1.Length), (file.Item2.Sha256, file.Item2.Size)));
            other.Open();
            Assert.Equal(["2-a", "3-a", "a", "b", "c"], other.Names);
            Assert.Equal(disk.Failed is null or nameof(IRecordDisk.Remove) ? Math.Min(halts, 1) : 1, halts);
            if (disk.Failed is null) break;
            failed.Add(disk.Failed);
        }
        Assert.Equal(["Files", "Length", "Open", "OpenOrCreate", "Read", "Remove", "RenameNew", "Sync", "SyncFolder", "Write"], failed.Where(name => name != "CreateFolder").Order());
    }

    [Fact]
    public void What_a_crash_left_without_a_line_is_used_and_what_has_a_line_is_not()
    {
        var bytes = Bytes(1);
        var before = Store(Open(), "a", bytes);
        Assert.Equal(before, Store(Open(), "a", bytes));
        Assert.Equal(["a"], Names);
        recorded.Add("a");
        Assert.Equal("2-a", Path.GetFileName(Store(Open(), "a", bytes).Path));
    }

    [Fact]
    public void Nothing_is_overwritten_whoever_put_it_there()
    {
        var folder = Open();
        File.WriteAllText(Path.Combine(Folder, "a"), "an auditor's note");
        var incoming = folder.Begin();
        incoming.Write("late"u8);
        File.WriteAllText(Path.Combine(Folder, "2-a"), "late");
        Assert.Equal("2-a", Path.GetFileName(folder.Keep(incoming, Called("a")).Path));
        Assert.Equal(["2-a", "a"], Names);
        Assert.Equal("an auditor's note", File.ReadAllText(Path.Combine(Folder, "a")));
    }

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
}
