using System.Text.RegularExpressions;

namespace Hansard.Archive.Export.Mail;

/// <summary>Types of attachments, as their senders named them: only what is one, and cannot be taken for a part of the mail itself.</summary>
internal static partial class MimeTypes
{
    private const string Unknown = "application/octet-stream";

    public static string Checked(string? type) =>
        type is { Length: <= 127 } && TypeAndSubtype().IsMatch(type) && !type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("message/", StringComparison.OrdinalIgnoreCase)
            ? type : Unknown;

    [GeneratedRegex(@"^(application|audio|font|image|model|text|video)/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*\z")]
    private static partial Regex TypeAndSubtype();
}
