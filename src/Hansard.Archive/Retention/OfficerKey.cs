using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hansard.Archive.Log;
using Hansard.Record.Retention;
using Hansard.Shared;

namespace Hansard.Archive.Retention;

/// <summary>
/// An officer's own key: an Ed25519 seed under a passphrase in a file that belongs to him and not to the record. AES-256-GCM under a key that PBKDF2-HMAC-SHA-512
/// makes of the passphrase, as for the keys of recorders.
/// </summary>
public sealed class OfficerKey
{
    /// <summary>In characters.</summary>
    public const int ShortestPassphrase = 8;

    private const int Rounds = 210_000;
    private const int SaltBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KeyBytes = 32;

    /// <summary>A file has about 400 bytes.</summary>
    private const int MaximumBytes = 4096;

    private readonly byte[] seed;

    private OfficerKey(string name, byte[] seed) => (Officer, this.seed) = (new Officer(name, Convert.ToHexStringLower(Ed25519.PublicKey(seed))), seed);

    /// <summary>What the audit log gets to know.</summary>
    public Officer Officer { get; }

    /// <summary>A new key, kept nowhere.</summary>
    public static OfficerKey Make(string name) => new(name, Ed25519.NewSeed());

    /// <summary>Null for a file that holds no key of an officer, or one under another passphrase.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static OfficerKey? Open(string file, string passphrase)
    {
        if (new FileInfo(file).Length > MaximumBytes) return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var stored = document.RootElement;
            var (name, rounds) = (stored.GetProperty("officer").GetString()!, stored.GetProperty("rounds").GetInt32());
            byte[] salt = stored.GetProperty("saltBase64").GetBytesFromBase64(), nonce = stored.GetProperty("nonceBase64").GetBytesFromBase64();
            byte[] sealedSeed = stored.GetProperty("sealedSeedBase64").GetBytesFromBase64(), tag = stored.GetProperty("tagBase64").GetBytesFromBase64();
            if (rounds != Rounds || sealedSeed.Length != Ed25519.SeedBytes || nonce.Length != NonceBytes || tag.Length != TagBytes) return null;
            var seed = new byte[Ed25519.SeedBytes];
            using var cipher = new AesGcm(KeyOf(passphrase, salt), TagBytes);
            cipher.Decrypt(nonce, sealedSeed, tag, seed, Encoding.UTF8.GetBytes(name));
            return new OfficerKey(name, seed);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Keeps it in a new file that only its owner may read, durable when it returns.</summary>
    /// <exception cref="IOException">There is such a file already: it may be the only copy of a key.</exception>
    public void Save(IRecordDisk disk, string file, string passphrase)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes), nonce = RandomNumberGenerator.GetBytes(NonceBytes), sealedSeed = new byte[seed.Length], tag = new byte[TagBytes];
        using (var cipher = new AesGcm(KeyOf(passphrase, salt), TagBytes)) cipher.Encrypt(nonce, seed, sealedSeed, tag, Encoding.UTF8.GetBytes(Officer.Name));
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            writer.WriteString("officer", Officer.Name);
            writer.WriteString("publicKeyHex", Officer.PublicKeyHex);
            writer.WriteNumber("rounds", Rounds);
            writer.WriteBase64String("saltBase64", salt);
            writer.WriteBase64String("nonceBase64", nonce);
            writer.WriteBase64String("sealedSeedBase64", sealedSeed);
            writer.WriteBase64String("tagBase64", tag);
            writer.WriteEndObject();
        }
        if (disk.Length(file) is not null) throw new IOException($"{file} exists already");
        WholeFile.Put(disk, file, json.ToArray());
        disk.SyncFolder(Path.GetDirectoryName(file)!);
    }

    /// <summary>His word for a proposal.</summary>
    /// <param name="origin">Of the audit log.</param>
    /// <param name="now">Microseconds since 1970.</param>
    public Agreement Agree(string origin, Proposal proposal, long now) =>
        new(proposal.Number, Officer.Name, now, Convert.ToBase64String(Ed25519.Sign(seed, Agreement.Text(origin, proposal, Officer.Name, now))));

    private static byte[] KeyOf(string passphrase, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, Rounds, HashAlgorithmName.SHA512, KeyBytes);
}
