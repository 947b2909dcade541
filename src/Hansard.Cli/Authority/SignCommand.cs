using System.CommandLine;
using System.Text.Json;
using Hansard.Cli.Network;
using Hansard.Cli.Output;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Spectre.Console;

namespace Hansard.Cli.Authority;

/// <summary>
/// <c>hansard authority sign</c>: names a bot recorder of its network. What the server says of the bot is not believed: its key must have the fingerprint
/// that the recorder's own host showed, or a server could have itself signed.
/// </summary>
internal static class SignCommand
{
    /// <summary>Bound on the file that describes the bot, in bytes; a description has about 1,500.</summary>
    private const int MaximumDescriptionBytes = 64 * 1024;

    private const string Standard = "-";

    private static readonly Option<FileInfo> Key = new("--key")
    {
        Description = "The authority's private key, as network create --authority-key-out wrote it.", HelpName = "FILE", Required = true,
    };

    private static readonly Option<string> Bot = new("--bot")
    {
        Description = "The bot, as network bot show --json prints it; - reads it from standard input.", HelpName = "FILE", Required = true,
    };

    private static readonly Option<string> Fingerprint = new("--fingerprint")
    {
        Description = "Fingerprint of the recorder's key, as the recorder's own host showed it.", HelpName = "HEX", Required = true,
    };

    public static Command Create() => new Command("sign", "Sign a recorder, so that clients accept it.") { Key, Bot, Fingerprint }
        .Does((arguments, screen, cancel) => Sign(arguments.GetValue(Key)!, arguments.GetValue(Bot)!, arguments.GetValue(Fingerprint)!, screen, cancel));

    private static async Task<int> Sign(FileInfo keyFile, string botFile, string fingerprint, Screen screen, CancellationToken cancel)
    {
        var authority = UserKeyPair.FromPem(await File.ReadAllTextAsync(keyFile.FullName, cancel));
        if (!authority.Succeeded) return screen.Refuse(Failure.Invalid($"{keyFile} holds no RSA-4096 private key in PEM."));
        using var pair = authority.Value;

        var bot = await ReadBot(botFile, cancel);
        if (!bot.Succeeded) return screen.Refuse(bot.Failure, "Write it with: hansard network bot show NETWORK USER --json");
        var publicKey = UserPublicKey.Parse(bot.Value.PublicKeyBase64);
        if (!publicKey.Succeeded) return screen.Refuse(publicKey.Failure);
        if (!publicKey.Value.Fingerprint.Equals(fingerprint, StringComparison.OrdinalIgnoreCase)) return screen.Refuse(
            Failure.Forbidden($"The key that the server shows for {bot.Value.UserName} has the fingerprint {publicKey.Value.Fingerprint}."),
            "It is not the one you gave: nothing was signed. Compare again on the recorder's own host.");

        RecorderStatement statement = new(bot.Value.Network, bot.Value.UserId, bot.Value.KeyPairUuid, bot.Value.PublicKeyBase64);
        RecorderSignature signed = new(bot.Value.Network, bot.Value.UserName, bot.Value.UserId, bot.Value.KeyPairUuid, statement.Sign(pair));
        screen.TellPlain(signed.SignatureBase64);
        return screen.Show(signed, CliJson.Lines.RecorderSignature, people => people.MarkupLine($"[grey]{Meaning(signed).EscapeMarkup()}[/]"));
    }

    private static async Task<Result<BotDescription>> ReadBot(string file, CancellationToken cancel)
    {
        await using var stream = file == Standard ? Console.OpenStandardInput() : File.OpenRead(file);
        var bytes = new byte[MaximumDescriptionBytes];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        try
        {
            return JsonSerializer.Deserialize(bytes.AsSpan(0, length), CliJson.Lines.BotDescription) is { } bot ? bot : Unreadable(file);
        }
        catch (JsonException)
        {
            return Unreadable(file);
        }
    }

    private static Failure Unreadable(string file) => Failure.Invalid($"{(file == Standard ? "Standard input" : file)} does not describe a bot.");

    private static string Meaning(RecorderSignature signed) =>
        $"{signed.UserName} ({signed.UserId}) with key pair {signed.KeyPairUuid} may record the network {signed.Network}.";
}

/// <summary>What the authority says of a recorder, ready for <c>network bot approve --signature</c>.</summary>
internal sealed record RecorderSignature(string Network, string UserName, UserId UserId, KeyPairUuid KeyPairUuid, string SignatureBase64);
