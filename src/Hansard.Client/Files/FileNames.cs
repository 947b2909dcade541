using System.Globalization;
using System.Text;

namespace Hansard.Client.Files;

/// <summary>What a file is called is for its sender to say and for nobody to believe: it may be a path, or look like another name than it is.</summary>
public static class FileNames
{
    /// <summary>What common file systems take, less than an extension for copies, in bytes of UTF-8.</summary>
    private const int BytesMaximum = 200;

    private const string Nameless = "file";

    private static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(number => (string[])[$"COM{number}", $"LPT{number}"])], StringComparer.OrdinalIgnoreCase);

    /// <summary>A name, and nothing but a name, under which a file may be kept in a folder on any system.</summary>
    public static string Safe(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        StringBuilder safe = new();
        var bytes = 0;
        foreach (var rune in last.EnumerateRunes())
        {
            if (IsStrange(rune)) continue;
            if ((bytes += rune.Utf8SequenceLength) > BytesMaximum) break;
            safe.Append("<>:\"|?*".Contains(rune.ToString(), StringComparison.Ordinal) ? "_" : rune.ToString());
        }
        var trimmed = safe.ToString().TrimStart('.', ' ').TrimEnd('.', ' ');
        if (trimmed.Length == 0) return Nameless;
        return Reserved.Contains(trimmed.Split('.')[0].TrimEnd()) ? "_" + trimmed : trimmed;
    }

    /// <summary>Shown as nothing, or changing how what follows is shown.</summary>
    private static bool IsStrange(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate || rune == Rune.ReplacementChar;
}
