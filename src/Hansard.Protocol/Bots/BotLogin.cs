using System.Text;

namespace Hansard.Protocol.Bots;

/// <summary>The text that a bot signs with Ed25519 to log in.</summary>
public static class BotLogin
{
    /// <summary>UTF-8 of <c>hansard/bot-login/1</c> LF network LF userId LF nonceBase64.</summary>
    public static byte[] SignedText(string network, UserId userId, string nonceBase64) =>
        Encoding.UTF8.GetBytes($"hansard/bot-login/1\n{network}\n{userId.Value}\n{nonceBase64}");
}
