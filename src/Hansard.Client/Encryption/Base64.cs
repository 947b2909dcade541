using Hansard.Protocol;

namespace Hansard.Client.Encryption;

/// <summary>Base64 that came from outside: what is none is a refusal, not an exception.</summary>
internal static class Base64
{
    public static Result<byte[]> Decode(string text)
    {
        var bytes = new byte[text.Length / 4 * 3 + 3];
        return Convert.TryFromBase64String(text, bytes, out var written)
            ? bytes[..written]
            : Failure.Invalid("This is no base64.");
    }
}
