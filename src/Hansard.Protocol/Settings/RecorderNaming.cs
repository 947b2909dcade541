using System.Text;

namespace Hansard.Protocol.Settings;

/// <summary>The text with whose signature (RSASSA-PSS, SHA-256, salt of 32 bytes) a network's authority names a recorder.</summary>
public static class RecorderNaming
{
    /// <summary>
    /// UTF-8 of <c>hansard/recorder/1</c> LF network LF userId LF keyPairUuid LF publicKeyBase64. A PEM has line feeds of its own; it stands
    /// last, so the text stays unambiguous.
    /// </summary>
    public static byte[] SignedText(string network, UserId userId, KeyPairUuid keyPair, string publicKeyBase64) =>
        Encoding.UTF8.GetBytes($"hansard/recorder/1\n{network}\n{userId.Value}\n{keyPair.Value}\n{publicKeyBase64}");
}
