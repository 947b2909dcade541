using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Bots;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Networks;
using Hansard.Server.Storage;
using Hansard.Shared;

namespace Hansard.Server.Bots;

/// <summary>RequestRegisterBot: a bot whose keys were made on its own host announces itself, and waits until a person has compared them and approves.</summary>
internal static class BotRegistration
{
    private const int NameCharactersMaximum = 64;

    /// <summary>One wording for a wrong password and one that was used, and for a bot of that name: whoever has no password learns nothing.</summary>
    private static readonly Failure WrongPassword = Failure.Forbidden(
        "This one-time password is not valid, or was used already; 'hansard network bot password' makes a new one.");

    public static Failure? Handle(RequestRegisterBot request, Connection connection, Batch batch)
    {
        if (!IsName(request.UserName)) return Failure.Invalid($"userName has 1 to {NameCharactersMaximum} ASCII letters, digits, dots, hyphens and underscores.");
        DbConnection sql = batch.Sql;
        Network network = connection.Network;
        UserId userId = UserIds.OfBot(network.Name, request.UserName);
        StoredBot? existing = BotStore.Find(sql, network, userId);
        if (existing is not null && IsSame(existing, request)) return null;
        if (!BotPasswords.Exists(sql, network, request.OneTimePassword)) return WrongPassword;
        if (Malformed(request) is { } malformed) return malformed;
        if (existing is not null) return Failure.Conflict($"The network has a bot {request.UserName} with other keys; choose another name.");
        BotPasswords.Use(sql, network, request.OneTimePassword);
        BotStore.Add(sql, network, userId, request, batch.Now);
        return null;
    }

    /// <summary>A retry after a lost answer: the password is used by then, the uuid is the bot's own secret.</summary>
    private static bool IsSame(StoredBot bot, RequestRegisterBot request) =>
        bot.Uuid == request.Uuid.Value && bot.PublicKey == request.PublicKeyBase64 && bot.SigningKeyHex.Equals(request.SigningKeyHex, StringComparison.OrdinalIgnoreCase);

    /// <summary>Looked at only with a password: parsing keys of strangers would keep the writer busy.</summary>
    private static Failure? Malformed(RequestRegisterBot request)
    {
        if (!PemText.IsPublicKey(request.PublicKeyBase64)) return Failure.Invalid("publicKeyBase64 must be an RSA public key of at least 2048 bits in PEM.");
        return IsSigningKey(request.SigningKeyHex) ? null : Failure.Invalid($"signingKeyHex must be {Ed25519.PublicKeyBytes} bytes in hex.");
    }

    /// <summary>The name is part of what the id is the hash of, so it may hold nothing that separates.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= NameCharactersMaximum && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');

    private static bool IsSigningKey(string hex) => hex.Length == Ed25519.PublicKeyBytes * 2 && hex.All(char.IsAsciiHexDigit);
}
