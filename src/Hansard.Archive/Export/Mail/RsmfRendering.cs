using System.Globalization;
using System.IO.Compression;
using Hansard.Record.Prove;

namespace Hansard.Archive.Export.Mail;

/// <summary>
/// Relativity Short Message Format 2.0: a mail with the lines as text, and <c>rsmf.zip</c> with the manifest and the attachments, for each conversation and day.
/// </summary>
internal sealed class RsmfRendering(ExportLayout layout) : FilesRendering
{
    private const string ZipName = "rsmf.zip";

    private const int LinesWorthCompressing = 16;

    private readonly Mailboxes mailboxes = new();

    public override ChunkLimits Limits => MailLimits.Chunks;

    protected override WrittenFile Write(Chunk chunk)
    {
        // The head counts events and names participants: the archive is written first, on the disk where it holds attachments, which may be of any size.
        RsmfManifest manifest = new(chunk);
        using Stream zip = chunk.Items.Any(item => item.Attachment is not null) ? OnDisk(chunk) : new MemoryStream();
        WriteZip(zip, manifest, chunk);
        zip.Position = 0;
        using var file = HashedFile.Create(layout.Folder, MailLimits.NameOf(chunk, "rsmf", "rsmf"));
        ConversationMail mail = new(file, chunk, mailboxes);
        var (from, to) = chunk.Span;
        mail.WriteHead(head => head
            .Add("X-RSMF-Version", RsmfManifest.Version)
            .Add("X-RSMF-Generator", "Hansard")
            .Add("X-RSMF-Application", "Hansard")
            .Add("X-RSMF-BeginDate", ConversationMail.Rfc3339(from))
            .Add("X-RSMF-EndDate", ConversationMail.Rfc3339(to))
            .Add("X-RSMF-EventCount", manifest.Events.ToString(CultureInfo.InvariantCulture))
            .Add("X-RSMF-AttachmentCount", manifest.Attachments.ToString(CultureInfo.InvariantCulture))
            .AddText("X-RSMF-Participants", string.Join(", ", manifest.People.Names))
            .AddText("X-RSMF-EventCollectionID", RsmfManifest.CollectionOf(chunk)));
        mail.WriteText(Transcript.Of(chunk));
        mail.WriteZip(ZipName, zip);
        mail.End();
        return file.Finish();
    }

    private FileStream OnDisk(Chunk chunk)
    {
        Directory.CreateDirectory(layout.WorkFolder);
        // Several are made at once.
        return new FileStream(Path.Combine(layout.WorkFolder, string.Create(CultureInfo.InvariantCulture, $"{chunk.Through}-{ZipName}")), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
    }

    private static void WriteZip(Stream output, RsmfManifest manifest, Chunk chunk)
    {
        using ZipArchive zip = new(output, ZipArchiveMode.Create, leaveOpen: true);
        // Of a day with a few lines there is nothing to be saved.
        var level = chunk.Items.Count < LinesWorthCompressing ? CompressionLevel.NoCompression : CompressionLevel.Fastest;
        using (var entry = Entry(zip, "rsmf_manifest.json", level, chunk)) manifest.Write(entry);
        foreach (var copy in chunk.Items.Select(item => item.Attachment).OfType<CopiedFile>())
        {
            using var entry = Entry(zip, copy.Name, CompressionLevel.NoCompression, chunk);
            using var content = File.OpenRead(copy.Path);
            content.CopyTo(entry);
        }
    }

    /// <summary>With the day's date: the same export makes the same archive.</summary>
    private static Stream Entry(ZipArchive zip, string name, CompressionLevel level, Chunk chunk)
    {
        var entry = zip.CreateEntry(name, level);
        var day = DateTimeOffset.UnixEpoch.AddDays(chunk.Day);
        entry.LastWriteTime = day.Year < 1980 ? new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero) : day;
        return entry.Open();
    }
}
