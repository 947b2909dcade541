using System.Security.Cryptography;
using System.Text;
using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Hansard.Record.Verify;

namespace Hansard.Archive.Tests.Retention.Removing;

/// <summary>
/// A record of three closed files and one that is open. The facts 2, 5 and 8 have files; 5 has two parts, both with one; 6 has the file of 5, and 8 was
/// recorded without its file, which came with a completion in the open file.
/// </summary>
internal sealed class RemovalRecord : IDisposable
{
    public static readonly DateTimeOffset At = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    public const string Rule = "chat-7y#12";

    /// <summary>Written once: tests of every operation need hundreds of it.</summary>
    private static readonly Lazy<IReadOnlyList<(string Name, byte[] Content)>> Written = new(Write);

    private readonly RecordFolder folder = new();

    public RemovalRecord()
    {
        foreach (var (name, content) in Written.Value)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Layout.Folder, name))!);
            File.WriteAllBytes(Path.Combine(Layout.Folder, name), content);
        }
    }

    public RecordLayout Layout => folder.Layout;

    public string First => Layout.ClosedFile(1, 3);

    public string Second => Layout.ClosedFile(4, 6);

    public string Third => Layout.ClosedFile(7, 9);

    public LineRemover Remover(IRecordDisk? disk = null) => new(Layout, disk ?? new PosixDisk(), TestKey.Signer);

    public static RemovalOrder Order(string file, params long[] lines) => new(Path.GetFileName(file), lines, Rule, At);

    public string AttachmentOf(string name) => Path.Combine(Layout.AttachmentsFolder, NameOf(name));

    public Verification Verify() => folder.Verify();

    /// <summary>Every file of the record with what it holds.</summary>
    public Dictionary<string, string> Content() => Directory.EnumerateFiles(Layout.Folder, "*", SearchOption.AllDirectories).Where(file => file != Layout.LockFile)
        .ToDictionary(file => Path.GetRelativePath(Layout.Folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    public RecordLog Open() => folder.Open();

    public void Dispose() => folder.Dispose();

    private static (string, byte[])[] Write()
    {
        using var folder = new RecordFolder();
        using (var log = folder.Open(rotation: new Rotation(MaximumAge: TimeSpan.FromMicroseconds(3))))
        {
            log.Append([.. Lines.Facts(1, 1), WithFile(new LinePosition(2), "two"), .. Lines.Facts(3, 2), WithFile(new LinePosition(5, 0, 2), "five"), WithFile(new LinePosition(5, 1, 2), "other"), WithFile(new LinePosition(6), "five")]);
            log.KeepHead(Lines.Head(5));
            log.Append([.. Lines.Facts(7, 3), Lines.Of(new LinePosition(2, Revision: 1)), .. Lines.Facts(10, 2), WithFile(new LinePosition(8, Revision: 1), "eight")]);
            log.KeepHead(Lines.Head(11));
        }
        foreach (var name in new[] { "two", "five", "other", "eight" }) File.WriteAllText(Path.Combine(folder.Layout.AttachmentsFolder, NameOf(name)), TextOf(name));
        return [.. Directory.EnumerateFiles(folder.Layout.Folder, "*", SearchOption.AllDirectories).Select(file => (Path.GetRelativePath(folder.Layout.Folder, file), File.ReadAllBytes(file)))];
    }

    private static string NameOf(string name) => $"attachment_{name}.txt";

    public static string TextOf(string name) => $"the file {name}";

    private static RecordLine WithFile(LinePosition position, string name)
    {
        var line = Lines.Of(position);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(name))));
        return line with
        {
            MessageType = MessageType.File,
            Members = [LineMember.Object("file", writer =>
            {
                writer.Member("filename", name);
                writer.Member("guid", "G");
                writer.Member("localfilename", $"/once/{NameOf(name)}");
            })],
            Hansard = line.Hansard! with { Members = [LineMember.Object("attachment", writer => writer.Member("sha256", sha256))] },
        };
    }
}
