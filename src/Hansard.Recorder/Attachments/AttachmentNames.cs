using System.Globalization;
using Hansard.Client.Files;

namespace Hansard.Recorder.Attachments;

/// <summary>What an attachment is called on the recorder's disk. Pure; what its sender called it is only its end, and only as far as that is harmless.</summary>
internal static class AttachmentNames
{
    private const int ExtensionCharacters = 5;

    /// <summary>The n-th name, from 1, that a file may have: the first by which nothing else goes is taken.</summary>
    /// <param name="timestampMicroseconds">Of its message, since 1970.</param>
    public static string Of(long timestampMicroseconds, string? said, int n)
    {
        var time = DateTime.UnixEpoch.AddMicroseconds(timestampMicroseconds);
        var again = n == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{n}");
        return string.Create(CultureInfo.InvariantCulture, $"attachment_{time:yyyyMMddHHmmssfff}{again}_{FileNames.Safe(said)}");
    }

    /// <summary>Of a preview, which has no name of its own.</summary>
    public static string OfPreview(string mimeType)
    {
        var kind = mimeType.Split('/')[^1];
        return kind.Length is > 0 and <= ExtensionCharacters && kind.All(char.IsAsciiLetterOrDigit) ? $"preview.{kind}" : "preview";
    }
}
