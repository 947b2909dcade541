using System.Net;
using System.Text.Json;

namespace Hansard.Bench.Setup;

/// <summary>
/// Makes a network record and names a recorder of it, with the operator's and the compliance officer's commands. Unless somebody starts one with the
/// password, the recorder never logs in: what is measured then is the server's part, with a key entry for it in every conversation.
/// </summary>
internal sealed class RecorderIdentity(HansardCommand command, string authorityKey)
{
    public const string UserName = "bench-recorder";

    private const string ApplicationUuid = "0000000b-b00c-4000-8000-000000000000";

    /// <summary>Nobody signs with it here, so any 32 bytes do.</summary>
    private static readonly string SigningKey = new('0', 64);

    /// <summary>With which a recorder announces itself, once.</summary>
    public string? OneTimePassword { get; private set; }

    public void CreateNetwork() => OneTimePassword = command
        .Run("network", "create", HansardServer.Network, "--recording", "on", "--authority-key-out", authorityKey)
        .GetProperty("botPassword").GetString();

    /// <summary>Announces the recorder to the running server and has it approved; returns its user id.</summary>
    public string Join(IPEndPoint server)
    {
        using (var caller = Caller.Open(server))
        {
            caller.Call("RequestRegisterBot", new
            {
                userName = UserName,
                oneTimePassword = OneTimePassword,
                uuid = ApplicationUuid,
                publicKeyBase64 = Accounts.PublicKey(0),
                signingKeyHex = SigningKey,
            });
        }
        return Approve(Bot()!.Value);
    }

    /// <summary>As the server describes it; null until it has announced itself.</summary>
    public JsonElement? Bot()
    {
        var bots = command.Run("network", "bot", "list", HansardServer.Network).EnumerateArray().Where(bot => bot.GetProperty("userName").ValueEquals(UserName)).ToList();
        return bots is [var bot] ? bot : null;
    }

    /// <returns>Its user id.</returns>
    public string Approve(JsonElement bot)
    {
        var description = $"{authorityKey}.bot.json";
        File.WriteAllText(description, JsonSerializer.Serialize(bot));
        var (fingerprint, signingKey) = (bot.GetProperty("fingerprint").GetString()!, bot.GetProperty("signingKeyHex").GetString()!);
        var signature = command.Run("authority", "sign", "--key", authorityKey, "--bot", description, "--fingerprint", fingerprint)
            .GetProperty("signatureBase64").GetString()!;
        command.Run("network", "bot", "approve", HansardServer.Network, UserName, "--signing-key", signingKey, "--recorder", "--signature", signature);
        return bot.GetProperty("userId").GetString()!;
    }
}
