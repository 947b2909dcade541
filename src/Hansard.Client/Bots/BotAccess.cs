using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Bots;

namespace Hansard.Client.Bots;

/// <summary>How a bot makes itself known to a network and logs in on a connection.</summary>
public static class BotAccess
{
    /// <summary>Announces the bot's public keys; it stays pending until an operator approves the signing key.</summary>
    public static Task<Result<ResponseStatusMessage>> RegisterAsync(
        this MessengerConnection connection, BotIdentity bot, string oneTimePassword, CancellationToken cancellation = default) =>
        connection.SendAsync(
            new RequestRegisterBot(bot.UserName, oneTimePassword, bot.Uuid, bot.KeyPair.Public.Pem, bot.SigningKey.PublicKeyHex), cancellation);

    /// <summary>Answers a fresh challenge; afterwards the connection is the bot's.</summary>
    public static async Task<Result<ResponseStatusMessage>> AuthenticateAsync(
        this MessengerConnection connection, BotIdentity bot, CancellationToken cancellation = default)
    {
        var challenge = await connection.SendAsync(new RequestBotChallenge(bot.UserId, bot.Uuid), cancellation);
        if (!challenge.Succeeded) return challenge.Failure;
        var signature = new BotLoginStatement(bot.Network, bot.UserId, challenge.Value.NonceBase64).Sign(bot.SigningKey);
        return await connection.SendAsync(new RequestBotAuthentication(bot.UserId, bot.Uuid, signature), cancellation);
    }
}
