using Hansard.Protocol;
using Hansard.Protocol.Bots;
using Hansard.Shared;

namespace Hansard.Client.Encryption;

/// <summary>What a bot signs to log in: it holds the Ed25519 key that was approved, and it answers this challenge of this network.</summary>
public sealed record BotLoginStatement(string Network, UserId Bot, string NonceBase64)
{
    public string Sign(BotSigningKey key) => Convert.ToBase64String(key.Sign(Text()));

    public bool IsSignedBy(ReadOnlySpan<byte> publicKey, string signatureBase64)
    {
        var signature = Base64.Decode(signatureBase64);
        return signature.Succeeded && Ed25519.Verify(publicKey, Text(), signature.Value);
    }

    private byte[] Text() => BotLogin.SignedText(Network, Bot, NonceBase64);
}
