using System.Security.Cryptography;
using System.Text;
using Hansard.Archive.Log;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Hansard.Record.Verify;

namespace Hansard.Archive.Tests.Verify;

/// <summary>A record of two closed files and one that is open, with an attachment, a completion and signed heads, for tests that damage it.</summary>
internal sealed class SmallRecord : IDisposable
{
    public const int Facts = 9;

    private readonly RecordFolder folder = new();

    public SmallRecord()
    {
        using var log = folder.Open(rotation: new Rotation(MaximumAge: TimeSpan.FromMicroseconds(3)));
        Directory.CreateDirectory(Layout.AttachmentsFolder);
        File.WriteAllText(Attachment, "a picture");
        log.Append([.. Lines.Facts(1, 4), WithAttachment(5)]);
        log.KeepHead(Lines.Head(5));
        log.Append([.. Lines.Facts(6, 4), Lines.Of(new LinePosition(2, Revision: 1))]);
        log.KeepHead(Lines.Head(9));
    }

    public RecordLayout Layout => folder.Layout;

    public string Attachment => Path.Combine(Layout.AttachmentsFolder, "attachment_1_picture.png");

    public string FirstFile => Layout.ClosedFile(1, 3);

    public string SecondFile => Layout.ClosedFile(4, 6);

    /// <summary>Every file of the record but the lock, which is empty.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(Layout.Folder, "*", SearchOption.AllDirectories).Where(file => file != Layout.LockFile && !IsSuperseded(file)).Order(StringComparer.Ordinal)];

    public Verification Verify() => folder.Verify();

    public void Dispose() => folder.Dispose();

    /// <summary>Changes a file, looks what is found, and puts it back.</summary>
    public Verification With(string file, byte[]? changed)
    {
        var before = File.ReadAllBytes(file);
        if (changed is null) File.Delete(file);
        else File.WriteAllBytes(file, changed);
        try
        {
            return Verify();
        }
        finally
        {
            File.WriteAllBytes(file, before);
        }
    }

    /// <summary>A partial tile of an earlier checkpoint: nobody needs it any more, and nobody reads it.</summary>
    private static bool IsSuperseded(string file) => file.Contains("/tile/", StringComparison.Ordinal) && !file.EndsWith("/10", StringComparison.Ordinal);

    private RecordLine WithAttachment(long seq)
    {
        var line = Lines.Of(new LinePosition(seq));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("a picture")));
        return line with
        {
            MessageType = MessageType.File,
            Members = [LineMember.Object("file", writer =>
            {
                writer.Member("filename", "picture.png");
                writer.Member("guid", "G");
                writer.Member("localfilename", Attachment);
            })],
            Hansard = line.Hansard! with { Members = [LineMember.Object("attachment", writer => writer.Member("sha256", sha256))] },
        };
    }
}
