using Hansard.Protocol;
using Hansard.Protocol.Files;

namespace Hansard.Server.Files;

/// <summary>A file of a message, or a picture, as it is stored. A picture has no message, and the user's own no conversation either.</summary>
/// <param name="StoredAs">Its name on the disk.</param>
/// <param name="Received">Bytes that are on the disk for certain.</param>
/// <param name="Sha256">Lower-case hex over all of them; null until it is ready.</param>
internal sealed record StoredFile(
    long Id, string StoredAs, long UserKey, long? ConversationId, string? ConversationUuid, long? MessageId, string? MessageUuid, string DownloadName,
    string NameEncrypted, string MimeType, long Size, long Width, long Height, long? Duration, string? PreviewName, long Received, long Ready, string? Sha256)
{
    public bool IsReady => Ready != 0;

    public bool IsAvatar => MessageId is null;

    public long Ordinal => MessageId.GetValueOrDefault() & 0xFFFF_FFFF;

    /// <summary>What names a file in its conversation; base64 has no underscore of its own.</summary>
    public static string DownloadNameOf(MessageUuid message, string fileNameEncrypted) => $"{message}_{fileNameEncrypted.Replace('/', '_')}";

    /// <summary>Whether a request for its upload is for this very file.</summary>
    public bool IsWhat(RequestGetUploadUrl request, long messageId) =>
        (MessageId, NameEncrypted, MimeType, Size, Width, Height, Duration, PreviewName)
        == (messageId, request.FileNameEncrypted, request.MimeType, request.Size, request.Width, request.Height, request.Duration, request.PreviewFileNameEncrypted);

    public FileView View(string downloadUrl) =>
        new(NameEncrypted, downloadUrl, (int)Width, (int)Height, (int?)Duration, Size, PreviewName, MimeType);
}
