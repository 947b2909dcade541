using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Hansard.Cli.Terminal;

/// <summary>
/// What people wrote, made harmless for a terminal: a name or a message that could move the cursor, colour the screen, type for the reader or turn
/// the direction of the text shows the place where it tried instead.
/// </summary>
internal static class Plain
{
    /// <summary>Where Unicode has pictures of the control characters, in their order.</summary>
    private const int ControlPictures = 0x2400;
    private const int DeletePicture = 0x2421;

    /// <summary>Text of several lines: line feeds stay, tabs become blanks.</summary>
    public static string Text(string text) => Harmless(text, keepLines: true);

    /// <summary>A name, a title, a sentence: one line whatever is in it.</summary>
    public static string Line(string text) => Harmless(text, keepLines: false);

    /// <summary>One line for markup: neither the terminal nor the markup takes it for an order.</summary>
    public static string Shown(this string text) => Line(text).EscapeMarkup();

    /// <inheritdoc cref="Shown"/>
    public static string ShownLines(this string text) => Text(text).EscapeMarkup();

    private static string Harmless(string text, bool keepLines)
    {
        var harmless = new StringBuilder(text.Length);
        // Lone surrogates come out of the enumeration as the replacement character.
        foreach (var rune in text.EnumerateRunes()) harmless.Append(Of(rune, keepLines));
        return harmless.ToString();
    }

    private static string Of(Rune rune, bool keepLines) => rune.Value switch
    {
        '\n' when keepLines => "\n",
        '\t' => " ",
        < 0x20 => ((char)(ControlPictures + rune.Value)).ToString(),
        0x7f => ((char)DeletePicture).ToString(),
        // Marks and overrides of direction; joiners are of the same category and belong to emoji and to scripts.
        (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069) or 0x200e or 0x200f or 0x061c or 0xfeff => Rune.ReplacementChar.ToString(),
        // Characters that would be taken for the end of a line.
        0x2028 or 0x2029 => Rune.ReplacementChar.ToString(),
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control => Rune.ReplacementChar.ToString(),
        _ => rune.ToString(),
    };
}
