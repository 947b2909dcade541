using System.Buffers.Text;
using Hansard.Protocol;

namespace Hansard.Server.Messages;

/// <summary>What the server checks of ciphertext: that it is base64 of a bounded size. It can see no more.</summary>
internal static class Ciphertext
{
    public const int BodyCharactersMaximum = (Limits.MessageBodyBytes + 2) / 3 * 4;
    public const int IvCharactersMaximum = 64;

    /// <summary>A wrapped key, a signature: RSA-4096 gives 684 characters; larger keys have room.</summary>
    public const int KeyCharactersMaximum = 2_048;

    /// <summary>Nicks and titles.</summary>
    public const int EnvelopeCharactersMaximum = 4_096;

    public static bool IsBase64(string text) => text.Length > 0 && Base64.IsValid(text);

    public static bool IsKey(string text) => text.Length <= KeyCharactersMaximum && IsBase64(text);

    /// <summary>An envelope, or none.</summary>
    public static bool IsEnvelope(string? text) => text is null || (text.Length <= EnvelopeCharactersMaximum && IsBase64(text));
}
