using System.Buffers;
using System.Text;

namespace Hansard.Archive.Export;

/// <summary>Text that a document can hold: XML and HTML know no control characters, no lone surrogates and not the last two characters of a plane.</summary>
internal static class Printable
{
    private const char ControlPictures = '\u2400';
    private const char PictureOfDelete = '\u2421';
    private const char Replacement = '\ufffd';

    /// <summary>Everything below the space but tab and line feed, delete, surrogates, U+FFFE and U+FFFF, and the controls behind delete.</summary>
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Where(code => code is not ('\t' or '\n')).Select(code => (char)code), .. Enumerable.Range(0x7f, 0x21).Select(code => (char)code),
        .. Enumerable.Range(0xd800, 0x800).Select(code => (char)code), '\ufffe', '\uffff',
    ]);

    /// <summary>
    /// A carriage return before a line feed goes, as every reader of XML would have it; other controls become their pictures, so that they are seen; what is no
    /// character at all becomes U+FFFD. The line in the export's <c>lines</c> has all of them as they were.
    /// </summary>
    public static string Of(string text)
    {
        var at = text.AsSpan().IndexOfAny(Suspects);
        if (at < 0) return text;
        var clean = new StringBuilder(text.Length).Append(text, 0, at);
        for (; at < text.Length; at++)
        {
            var character = text[at];
            if (char.IsHighSurrogate(character) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                var isNoCharacter = (char.ConvertToUtf32(character, text[at + 1]) & 0xfffe) == 0xfffe;
                if (isNoCharacter) clean.Append(Replacement);
                else clean.Append(character).Append(text[at + 1]);
                at++;
            }
            else if (!(character == '\r' && at + 1 < text.Length && text[at + 1] == '\n'))
            {
                clean.Append(Picture(character));
            }
        }
        return clean.ToString();
    }

    /// <summary>The same on one line, for headings and lists.</summary>
    public static string OneLine(string text) => Of(text).Replace('\n', ' ').Replace('\t', ' ');

    private static char Picture(char character) => character switch
    {
        '\t' or '\n' => character,
        < ' ' => (char)(ControlPictures + character),
        '\u007f' => PictureOfDelete,
        >= '\u0080' and <= '\u009f' or '\ufffe' or '\uffff' => Replacement,
        _ when char.IsSurrogate(character) => Replacement,
        _ => character,
    };
}
