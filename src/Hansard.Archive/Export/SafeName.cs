using System.Text;

namespace Hansard.Archive.Export;

/// <summary>
/// Names of files from what people wrote. Whatever it is, the result is a plain name on every file system and in every archive, and opening it starts
/// nothing: file names in messages are chosen by their senders. Stricter than the name under which a member keeps a file, which is to stay as it was called: these
/// names are made of titles, too, where a slash is no folder, and go into archives, mails and browsers of others.
/// </summary>
internal static class SafeName
{
    /// <summary>Of a whole name in UTF-8; file systems take 255.</summary>
    public const int MaximumBytes = 100;

    private const int MaximumExtensionBytes = 16;

    /// <summary>
    /// What a browser or desktop would run when somebody opens the copy. It keeps its name and loses its effect. Browsers run whatever they take for XML, and learn
    /// extensions from the desktop.
    /// </summary>
    private static readonly HashSet<string> Active = new(StringComparer.OrdinalIgnoreCase)
    {
        ".htm", ".html", ".xhtml", ".xht", ".xhtm", ".shtml", ".shtm", ".stm", ".ehtml", ".htmlx", ".htx", ".htc", ".hta", ".mht", ".mhtml",
        ".svg", ".svgz", ".xml", ".xsl", ".xslt", ".xbl", ".xul", ".xsd", ".rng", ".wsdl", ".rdf", ".rss", ".atom", ".opml", ".mml", ".mathml", ".kml", ".gpx", ".xspf", ".dtd", ".ent", ".owl", ".vml", ".x3d", ".dae",
        ".js", ".mjs", ".vbs", ".vbe", ".wsf", ".wsh", ".swf",
        ".exe", ".com", ".scr", ".pif", ".msi", ".msp", ".bat", ".cmd", ".ps1", ".psm1", ".jar", ".lnk", ".url", ".desktop", ".webloc", ".reg", ".sh", ".app", ".chm", ".cpl", ".dll",
    };

    /// <summary>The name to be used; never empty, and without folders.</summary>
    public static string Of(string name, string otherwise)
    {
        var safe = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || !(Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '-' or '_')) safe.Append('_');
            else safe.Append(rune.ToString());
        }
        var text = safe.ToString().Trim('.', '_', '-');
        if (text.Length == 0) return otherwise;
        var extension = Path.GetExtension(text);
        if (Encoding.UTF8.GetByteCount(extension) > MaximumExtensionBytes) extension = "";
        var stem = Cut(text[..^extension.Length], MaximumBytes - MaximumExtensionBytes).TrimEnd('.');
        if (stem.Length == 0) stem = otherwise;
        return Active.Contains(extension) ? $"{stem}{extension}_" : stem + extension;
    }

    /// <summary>As much of a text as fits, no character cut.</summary>
    public static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes) return text;
        var (length, left) = (0, bytes);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Utf8SequenceLength > left) break;
            left -= rune.Utf8SequenceLength;
            length += rune.Utf16SequenceLength;
        }
        return text[..length];
    }
}
