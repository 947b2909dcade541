namespace Hansard.Protocol.Files;

/// <summary>A file of a message.</summary>
/// <param name="Width">Pixels, -1 where there is none; likewise <paramref name="Height"/>.</param>
/// <param name="Duration">Seconds, for sound and film.</param>
/// <param name="Size">Bytes as stored, that is encrypted.</param>
public sealed record FileView(
    string FileNameEncrypted,
    string DownloadUrl,
    int Width,
    int Height,
    int? Duration,
    long Size,
    string? PreviewFileNameEncrypted,
    string MimeType);
