using System.Globalization;
using System.Text;

namespace Hansard.Archive.Export.Mail;

/// <summary>
/// The head of a mail or of one of its parts. Whatever people wrote becomes encoded words (RFC 2047) or an encoded parameter (RFC 2231), so that no name
/// can end a line or begin a field, and no line is longer than it may be.
/// </summary>
internal sealed class MailHeader
{
    /// <summary>What a line should not exceed (RFC 5322, section 2.1.1), line end not counted.</summary>
    private const int LineLength = 76;

    /// <summary>Octets of text in an encoded word: in base64 and with its frame they make one of 52 characters, which fits behind the longest name of a field.</summary>
    private const int EncodedWordBytes = 30;

    /// <summary>Of a name, which stands on a line of its own if need be: as much as an encoded word may hold, for some readers put a blank between two of them.</summary>
    private const int EncodedNameBytes = 45;

    /// <summary>Octets of a parameter's value in one piece; each may take three characters.</summary>
    private const int ParameterPieceBytes = 18;

    private readonly StringBuilder text = new();

    /// <summary>A field whose value is ours: ASCII, and folded at its blanks.</summary>
    public MailHeader Add(string name, string value)
    {
        text.Append(name).Append(':');
        Fold(name.Length + 1, value.Split(' '));
        text.Append("\r\n");
        return this;
    }

    /// <summary>A field that holds what people wrote.</summary>
    public MailHeader AddText(string name, string value) => IsPlain(value) && name.Length + 2 + value.Length <= LineLength
        ? Add(name, value)
        : Add(name, string.Join(' ', EncodedWords(value, EncodedWordBytes)));

    /// <summary>The words of a person with an address of our making.</summary>
    public static string[] Mailbox(string display, string address) => [.. EncodedWords(display, EncodedNameBytes), $"<{address}>"];

    /// <param name="mailboxes">Of each person the words.</param>
    public MailHeader AddPersons(string name, IEnumerable<string[]> mailboxes)
    {
        text.Append(name).Append(':');
        List<string> words = [];
        foreach (var mailbox in mailboxes)
        {
            // The comma belongs to the word before it.
            if (words.Count > 0) words[^1] += ",";
            words.AddRange(mailbox);
        }
        Fold(name.Length + 1, words);
        text.Append("\r\n");
        return this;
    }

    /// <summary>What a part is called, for whoever keeps it: encoded, and plain for readers of old.</summary>
    public MailHeader AddAttachment(string fileName)
    {
        text.Append("Content-Disposition: attachment");
        var pieces = Pieces(Encoding.UTF8.GetBytes(fileName)).ToArray();
        for (var piece = 0; piece < pieces.Length; piece++)
        {
            var index = pieces.Length == 1 ? "*" : string.Create(CultureInfo.InvariantCulture, $"*{piece}*");
            text.Append(";\r\n filename").Append(index).Append('=').Append(piece == 0 ? "UTF-8''" : "").Append(pieces[piece]);
        }
        text.Append("\r\n");
        return this;
    }

    public byte[] ToUtf8() => Encoding.ASCII.GetBytes(text + "\r\n");

    private void Fold(int column, IReadOnlyList<string> words)
    {
        // A value begins beside its name: some readers take a blank line end before it for a part of it.
        for (var next = 0; next < words.Count; next++)
        {
            var word = words[next];
            if (column + 1 + word.Length > LineLength && next > 0)
            {
                text.Append("\r\n");
                column = 0;
            }
            text.Append(' ').Append(word);
            column += 1 + word.Length;
        }
    }

    private static bool IsPlain(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~') && !value.Contains("=?", StringComparison.Ordinal) && value.Trim() == value && value.Length > 0;

    private static IEnumerable<string> EncodedWords(string value, int bytes)
    {
        var clean = Printable.OneLine(value);
        if (clean.Length == 0) clean = "-";
        while (clean.Length > 0)
        {
            var piece = SafeName.Cut(clean, bytes);
            yield return $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(piece))}?=";
            clean = clean[piece.Length..];
        }
    }

    private static IEnumerable<string> Pieces(byte[] utf8)
    {
        for (var from = 0; from < utf8.Length || from == 0; from += ParameterPieceBytes)
            yield return string.Concat(utf8.Skip(from).Take(ParameterPieceBytes).Select(octet =>
                octet < 0x80 && (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'.' or (byte)'-' or (byte)'_') ? ((char)octet).ToString() : string.Create(CultureInfo.InvariantCulture, $"%{octet:X2}")));
    }
}
