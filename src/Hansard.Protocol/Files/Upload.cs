namespace Hansard.Protocol.Files;

/// <summary>Own: where the bytes of one file of the caller's own message go. Asked again with the same values, where they go on.</summary>
/// <param name="FileNameEncrypted">Base64 of at most <see cref="Limits.FileNameCharacters"/>; names the file within its message.</param>
/// <param name="Size">Bytes as stored, that is encrypted.</param>
/// <param name="Width">Pixels, -1 where there is none; likewise <paramref name="Height"/>.</param>
/// <param name="Duration">Seconds, for sound and film.</param>
/// <param name="PreviewFileNameEncrypted">The smaller picture, another file of the same message.</param>
public sealed record RequestGetUploadUrl(
    ConversationUuid ConversationUuid,
    MessageUuid MessageUuid,
    string FileNameEncrypted,
    string MimeType,
    long Size,
    int Width,
    int Height,
    int? Duration,
    string? PreviewFileNameEncrypted) : IRequest<ResponseUploadUrl>, IAboutConversation
{
    public static string Type => nameof(RequestGetUploadUrl);
}

/// <param name="UploadUrl">Takes the bytes by tus 1.0, for <see cref="Limits.UploadUrlSeconds"/>.</param>
/// <param name="Offset">Bytes that are there already; all of them once the file is ready.</param>
public sealed record ResponseUploadUrl(string UploadUrl, long Offset) : IResponse
{
    public static string Type => nameof(ResponseUploadUrl);
}
