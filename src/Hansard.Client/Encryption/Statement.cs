using System.Text;

namespace Hansard.Client.Encryption;

/// <summary>
/// A text that is signed or bound to a ciphertext: its purpose and version first, then its parts, one line feed between them.
/// A part never holds a line feed of its own, so no two lists of parts give the same text.
/// </summary>
internal static class Statement
{
    public static byte[] Of(string purpose, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder(purpose);
        foreach (var part in parts)
        {
            if (part.Contains('\n')) throw new ArgumentException("a part of a statement holds a line feed", nameof(parts));
            text.Append('\n').Append(part);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
