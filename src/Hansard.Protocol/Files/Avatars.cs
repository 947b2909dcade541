namespace Hansard.Protocol.Files;

/// <summary>Own: where the bytes of a picture go, which is not encrypted: the server checks that it is one.</summary>
/// <param name="ConversationUuid">Whose picture it is; null for the caller's own.</param>
/// <param name="MimeType">image/jpeg, image/png, image/gif or image/webp.</param>
/// <param name="Size">Bytes, up to <see cref="Limits.AvatarBytes"/>.</param>
public sealed record RequestGetAvatarUploadUrl(ConversationUuid? ConversationUuid, string MimeType, long Size) : IRequest<ResponseUploadUrl>
{
    public static string Type => nameof(RequestGetAvatarUploadUrl);
}

/// <summary>Own: where the picture of a conversation or of a user is. Just one of the two is named.</summary>
public sealed record RequestGetAvatarUrl(ConversationUuid? ConversationUuid, UserId? UserId) : IRequest<ResponseAvatarUrl>
{
    public static string Type => nameof(RequestGetAvatarUrl);
}

/// <summary>Good for <see cref="Limits.DownloadUrlSeconds"/>; where there is no picture, it is not found there.</summary>
public sealed record ResponseAvatarUrl(string AvatarUrl) : IResponse
{
    public static string Type => nameof(ResponseAvatarUrl);
}
