using System.Globalization;

namespace Hansard.Protocol.Frames;

/// <summary>
/// What can hide in an escape where the JSON and the UTF-8 around it are valid, and is refused all the same: half of a surrogate pair
/// (<c>\ud800</c>), which is no text, and U+0000 (<c>\u0000</c>), which PostgreSQL cannot store.
/// </summary>
internal static class Escapes
{
    private const int EscapeLength = 6;

    private const string HalfPair = "half of a surrogate pair";
    private const string Null = "the character U+0000";

    /// <summary>What a well-formed JSON string with escapes may not contain and does, for a sentence; null when there is nothing.</summary>
    public static string? Fault(ReadOnlySpan<byte> escapedString)
    {
        var rest = escapedString;
        for (var at = rest.IndexOf((byte)'\\'); at >= 0; at = rest.IndexOf((byte)'\\'))
        {
            rest = rest[at..];
            if (rest[1] != 'u')
            {
                rest = rest[2..];
                continue;
            }
            var first = CodeUnit(rest);
            rest = rest[EscapeLength..];
            if (first == '\0') return Null;
            if (char.IsLowSurrogate(first)) return HalfPair;
            if (!char.IsHighSurrogate(first)) continue;
            if (rest.Length < EscapeLength || rest[0] != '\\' || rest[1] != 'u' || !char.IsLowSurrogate(CodeUnit(rest))) return HalfPair;
            rest = rest[EscapeLength..];
        }
        return null;
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
