namespace Hansard.Server.Files;

/// <summary>What a picture is, by its first bytes; nothing else is served as one.</summary>
internal static class PictureTypes
{
    /// <summary>Bytes that tell.</summary>
    public const int HeadBytes = 12;

    public static readonly IReadOnlyList<string> All = ["image/jpeg", "image/png", "image/gif", "image/webp"];

    /// <summary>Null for what is none of <see cref="All"/>.</summary>
    public static string? Of(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? "image/gif"
        : head.Length >= HeadBytes && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) ? "image/webp"
        : null;

    /// <summary>Whether a file begins as it says it is.</summary>
    public static async Task<bool> IsAsItSays(Stream file, string mimeType)
    {
        byte[] head = new byte[HeadBytes];
        file.Seek(0, SeekOrigin.Begin);
        int read = await file.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false);
        return Of(head.AsSpan(0, read)) == mimeType;
    }
}
