using System.Text.Json;
using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;

namespace Hansard.Client.Bots;

/// <summary>A bot of one network. Its keys are made on its own host and never leave it; a person approves their public halves.</summary>
public sealed class BotIdentity : IDisposable
{
    private const string FileName = "bot.json";

    private BotIdentity(string network, string userName, ApplicationUuid uuid, UserKeyPair keyPair, BotSigningKey signingKey)
    {
        (Network, UserName, Uuid, KeyPair, SigningKey) = (network, userName, uuid, keyPair, signingKey);
        UserId = UserIds.OfBot(network, userName);
    }

    public string Network { get; }
    public string UserName { get; }
    public UserId UserId { get; }
    public ApplicationUuid Uuid { get; }

    /// <summary>RSA-4096, to open the session keys that are wrapped for the bot.</summary>
    public UserKeyPair KeyPair { get; }

    /// <summary>Ed25519, to log in and to sign.</summary>
    public BotSigningKey SigningKey { get; }

    /// <summary>New keys, kept nowhere; <paramref name="keyPair"/> takes seconds to make.</summary>
    public static BotIdentity Create(string network, string userName, UserKeyPair keyPair) =>
        new(network, userName, new ApplicationUuid(Guid.NewGuid().ToString()), keyPair, BotSigningKey.Generate());

    /// <summary>
    /// Null when the folder holds none yet; <c>invalid</c> when what it holds cannot be read, or opens with another passphrase only.
    /// </summary>
    public static Result<BotIdentity?> Load(string folder, string passphrase)
    {
        if (PrivateFile.Read(Path.Combine(folder, FileName)) is not { } json) return (BotIdentity?)null;
        try
        {
            var stored = JsonSerializer.Deserialize(json, StoredJson.Default.StoredBot) ?? throw new JsonException();
            if (Open(stored, passphrase) is { } bot) return bot;
        }
        catch (JsonException)
        {
            // Said below, as for keys that are none.
        }
        return Failure.Invalid($"The bot's identity in {folder} cannot be read: it is damaged, or under another passphrase.");
    }

    /// <summary>Keeps the identity in a file that only its owner may read, both private halves under the passphrase.</summary>
    public void Save(string folder, string passphrase)
    {
        PrivateFile.CreateFolder(folder);
        // The seed is wrapped for the key pair, which is under the passphrase: one passphrase, one way of deriving a key from it.
        var stored = new StoredBot(Network, UserName, Uuid, KeyPair.ExportEncryptedPem(passphrase), KeyPair.Public.Wrap(SigningKey.ToSeed()));
        PrivateFile.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(stored, StoredJson.Default.StoredBot));
    }

    private static BotIdentity? Open(StoredBot stored, string passphrase)
    {
        var pair = UserKeyPair.FromEncryptedPem(stored.PrivateKeyEncryptedPem, passphrase);
        if (!pair.Succeeded) return null;
        var seed = pair.Value.Unwrap(stored.SigningSeedEncryptedBase64);
        var signing = seed.Succeeded ? BotSigningKey.FromSeed(seed.Value) : seed.Failure;
        if (signing.Succeeded) return new BotIdentity(stored.Network, stored.UserName, stored.Uuid, pair.Value, signing.Value);
        pair.Value.Dispose();
        return null;
    }

    public void Dispose() => KeyPair.Dispose();
}
