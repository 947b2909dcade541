namespace Hansard.Record.Merkle;

/// <summary>Base64 of RFC 4648, section 4, in its one canonical spelling: the platform also reads white space and stray low bits.</summary>
internal static class StrictBase64
{
    public static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return false;
        bytes = bytes[..length];
        return Convert.ToBase64String(bytes) == text;
    }
}
