using System.Buffers;
using System.Globalization;
using System.Text;

namespace Hansard.Archive.Export.Csv;

/// <summary>
/// Cells as RFC 4180 has them, that no spreadsheet takes for a formula: a text that begins like one, in ordinary or full-width characters, behind whatever is
/// not seen, gets an apostrophe before it. So does one that begins with an apostrophe: taking one away gives the text back.
/// </summary>
internal static class CsvCell
{
    private static readonly SearchValues<char> Starters = SearchValues.Create("=+-@|%'\t\r\n＝＋－﹢﹣＠﹦﹫−");

    public static void Text(TextWriter output, string text)
    {
        output.Write('"');
        if (IsDangerous(text)) output.Write('\'');
        var clean = Printable.Of(text);
        if (clean.Contains('"', StringComparison.Ordinal)) clean = clean.Replace("\"", "\"\"", StringComparison.Ordinal);
        output.Write(clean);
        output.Write('"');
    }

    public static void Number(TextWriter output, long number) => output.Write(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A spreadsheet passes over blanks and what has no width before it looks whether a formula begins.</summary>
    private static bool IsDangerous(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsBmp && Starters.Contains((char)rune.Value)) return true;
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark)) return false;
        }
        return false;
    }
}
