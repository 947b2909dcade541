using System.Globalization;
using System.Text;

namespace Hansard.Archive.Search;

/// <summary>
/// Scripts that put no blanks between words - Chinese, Japanese, Thai … - are indexed as pairs of neighbouring characters, so that any part of a
/// sentence is found as a phrase of pairs. Everything else is left as it is for FTS5's own tokenizer. Pure.
/// </summary>
internal static class WordTokens
{
    /// <summary>Below this no script is without blanks.</summary>
    private const char FirstUnspaced = '\u0e00';

    /// <summary>A line's text as it goes into the index. The last character of a run stands alone too: a single one is looked for as the beginning of a pair.</summary>
    public static string OfText(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? OfText(WithoutEnds(text)) : !text.AsSpan().ContainsAnyInRange(FirstUnspaced, char.MaxValue) ? text : Paired(text, isQuery: false, out _);

    /// <summary>What is looked for, in the same form.</summary>
    /// <param name="endsOpen">It ends with a single character of such a script, which may be the first of a pair.</param>
    public static string OfQuery(string text, out bool endsOpen) => Paired(WithoutEnds(text), isQuery: true, out endsOpen);

    /// <summary>A zero is the end of everything for FTS5's parser; it divides words as a blank does.</summary>
    private static string WithoutEnds(string text) => text.Replace('\0', ' ');

    /// <summary>Whether FTS5 finds anything to look for: letters and digits, and what Unicode leaves to private use.</summary>
    public static bool HasWord(string tokens) => tokens.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is
        <= UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.PrivateUse);

    private static string Paired(string text, bool isQuery, out bool endsOpen)
    {
        var paired = new StringBuilder(text.Length * 2);
        var run = 0;
        Rune before = default;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsUnspaced(rune))
            {
                if (run > 0) paired.Append(' ').Append(before.ToString()).Append(' ');
                run = 0;
                paired.Append(rune.ToString());
                continue;
            }
            if (run++ > 0) paired.Append(' ').Append(before.ToString());
            if (run > 1) paired.Append(rune.ToString());
            else paired.Append(' ');
            before = rune;
        }
        // At the end of a question the last pair says all; a single character may go on.
        endsOpen = isQuery && run == 1;
        if (run == 1 || (run > 1 && !isQuery)) paired.Append(' ').Append(before.ToString());
        return paired.ToString();
    }

    private static bool IsUnspaced(Rune rune) => rune.Value switch
    {
        < FirstUnspaced => false,
        <= 0x0eff => Rune.IsLetter(rune), // Thai, Lao
        >= 0x1000 and <= 0x109f => Rune.IsLetter(rune), // Myanmar
        >= 0x1100 and <= 0x11ff => true, // Hangul
        >= 0x1780 and <= 0x17ff => Rune.IsLetter(rune), // Khmer
        >= 0x3040 and <= 0x30ff => Rune.IsLetter(rune), // Hiragana, Katakana
        >= 0x3100 and <= 0x31bf => Rune.IsLetter(rune),
        0x3005 or 0x3007 => true,
        >= 0x3400 and <= 0x4dbf or >= 0x4e00 and <= 0x9fff or >= 0xf900 and <= 0xfaff => true,
        >= 0xac00 and <= 0xd7ff => true,
        >= 0x20000 and <= 0x3ffff => true,
        _ => false,
    };
}
