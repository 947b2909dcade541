using System.Security.Cryptography;
using Hansard.Client.Bots;
using Hansard.Protocol;
using Hansard.Record.Merkle;

namespace Hansard.Recorder.Identity;

/// <summary>Who the recorder is, kept on its own host alone: its keys, and the journal key that it saw first.</summary>
internal sealed class RecorderIdentity : IDisposable
{
    private const int PassphraseBytes = 32;

    private readonly RecorderSettings settings;

    private RecorderIdentity(RecorderSettings settings, BotIdentity bot) => (this.settings, Bot) = (settings, bot);

    public BotIdentity Bot { get; }

    /// <summary>Whether the server has taken the public halves; until then the one-time password is needed.</summary>
    public bool IsRegistered => OnceFile.Read(RegisteredFile) is not null;

    /// <summary>Signs the log of the record: with the key that was compared before this recorder was approved, and that the server shows for it.</summary>
    public NoteSigner LogSigner => new(
        VerifierKey.OfLog(Checkpoint.OriginOf(Bot.Network, Bot.UserName), Bot.SigningKey.PublicKey.Span), text => Bot.SigningKey.Sign(text));

    /// <summary>The server's Ed25519 key as this recorder saw it first, lower-case hex; null before.</summary>
    public string? JournalKeyHex => OnceFile.Read(JournalKeyFile);

    private string RegisteredFile => Path.Combine(settings.IdentityFolder, "registered");
    private string JournalKeyFile => Path.Combine(settings.IdentityFolder, "journal-key");

    public static Result<RecorderIdentity> LoadOrMake(RecorderSettings settings, RecorderVoice voice)
    {
        settings.Disk.CreateFolder(settings.IdentityFolder);
        var passphrase = settings.Passphrase ?? KeptPassphrase(settings);
        var kept = BotIdentity.Load(settings.IdentityFolder, passphrase);
        if (!kept.Succeeded) return kept.Failure;
        if (kept.Value is { } bot)
        {
            if (bot.Network == settings.Network && bot.UserName == settings.UserName) return new RecorderIdentity(settings, bot);
            bot.Dispose();
            return RecorderStatus.CannotStart($"{settings.IdentityFolder} belongs to {bot.UserName} of the network {bot.Network}.");
        }
        voice.Say("Making this recorder's keys. They never leave this machine.");
        var made = BotIdentity.Create(settings.Network, settings.UserName, settings.NewKeyPair());
        made.Save(settings.IdentityFolder, passphrase);
        settings.Disk.SyncFolder(settings.IdentityFolder);
        return new RecorderIdentity(settings, made);
    }

    public void NoteRegistered() => OnceFile.Write(settings.Disk, RegisteredFile, Bot.UserId.Value);

    public void PinJournalKey(string journalKeyHex) => OnceFile.Write(settings.Disk, JournalKeyFile, journalKeyHex);

    public void Dispose() => Bot.Dispose();

    private static string KeptPassphrase(RecorderSettings settings)
    {
        var path = Path.Combine(settings.IdentityFolder, "passphrase");
        if (OnceFile.Read(path) is { } kept) return kept;
        OnceFile.Write(settings.Disk, path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(PassphraseBytes)));
        return OnceFile.Read(path)!;
    }
}
