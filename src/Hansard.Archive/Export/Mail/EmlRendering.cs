using System.Globalization;
using Hansard.Record.Prove;

namespace Hansard.Archive.Export.Mail;

/// <summary>A mail for each conversation and day, with its attachments; several where one would become too large for a mail reader.</summary>
internal sealed class EmlRendering(ExportLayout layout) : FilesRendering
{
    private readonly Mailboxes mailboxes = new();

    public override ChunkLimits Limits => MailLimits.Chunks;

    protected override WrittenFile Write(Chunk chunk)
    {
        using var file = HashedFile.Create(layout.Folder, MailLimits.NameOf(chunk, "mails", "eml"));
        ConversationMail mail = new(file, chunk, mailboxes);
        mail.WriteHead(_ => { });
        mail.WriteText(Transcript.Of(chunk));
        foreach (var copy in chunk.Items.Select(item => item.Attachment).OfType<CopiedFile>())
        {
            using var content = File.OpenRead(copy.Path);
            mail.WriteAttachment(copy.Name, copy.MimeType, content);
        }
        mail.End();
        return file.Finish();
    }
}

/// <summary>What a mail holds, and how it is called.</summary>
internal static class MailLimits
{
    /// <summary>Reviewing software takes ten thousand events in one file, and mail readers some hundred megabytes.</summary>
    public static readonly ChunkLimits Chunks = new(ByDay: true, Lines: 10_000, Bytes: 8 << 20, AttachmentBytes: 64 << 20);

    public static string NameOf(Chunk chunk, string folder, string extension)
    {
        var part = chunk.Number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{chunk.Number}");
        return string.Create(CultureInfo.InvariantCulture, $"{folder}/{chunk.Conversation + 1:D5}/{Instant.Day(chunk.Day)}{part}_{SafeName.Of(chunk.Title, "conversation")}.{extension}");
    }
}
