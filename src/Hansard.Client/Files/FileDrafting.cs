using System.Security.Cryptography;
using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Client.Files;

/// <summary>Makes drafts: reads each file once, for its size and hash, which the message says before the bytes go.</summary>
internal static class FileDrafting
{
    private const string PreviewMimeType = "image/jpeg";
    private const string PreviewName = "preview.jpg";

    public static async Task<Result<FileDraft>> PrepareAsync(ConversationUuid conversation, FileToSend file, MessageUuid? replyTo, CancellationToken cancellation)
    {
        try
        {
            var uuid = new MessageUuid(Guid.NewGuid().ToString());
            var name = FileNames.Safe(Path.GetFileName(file.Path));
            List<FilePart> parts = [];
            ContentFile? preview = null;
            if (file.PreviewPath is { } previewPath)
                (preview, parts) = await TakeAsync(conversation, uuid, new FileToSend(previewPath, file.Content, PreviewMimeType), PreviewName, null, parts, cancellation);
            (var described, parts) = await TakeAsync(conversation, uuid, file, name, preview, parts, cancellation);
            MessageContent content = file.Content with { FileName = name, File = described };
            if (ContentRules.Check(content) is { } broken) return broken;
            return new FileDraft(new Draft(conversation, uuid, ContentJson.Write(content), replyTo, HasFiles: true, FileCount: parts.Count), parts);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Failure.NotFound($"The file cannot be read: {unreadable.Message}");
        }
    }

    private static async Task<(ContentFile, List<FilePart>)> TakeAsync(
        ConversationUuid conversation, MessageUuid message, FileToSend file, string name, ContentFile? preview, List<FilePart> before, CancellationToken cancellation)
    {
        var key = RandomNumberGenerator.GetBytes(FileCipher.KeyBytes);
        var nameEncrypted = FileCipher.SealName(key, conversation, message, name);
        await using var source = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        var changed = File.GetLastWriteTimeUtc(file.Path);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(source, cancellation));
        FilePart part = new(file.Path, key, nameEncrypted, file.MimeType, source.Length, changed, file.Width, file.Height, file.DurationSeconds, preview?.FileNameEncrypted);
        return (new ContentFile(nameEncrypted, file.MimeType, source.Length, sha256, Convert.ToBase64String(key), FileCipher.ChunkBytes, preview), [.. before, part]);
    }
}
