using System.Security.Cryptography;
using Hansard.Protocol;

namespace Hansard.Client.Encryption;

/// <summary>A person's, bot's or authority's own RSA-4096 key pair. Private operations take turns: a pair is used from many threads.</summary>
public sealed class UserKeyPair : IDisposable
{
    /// <summary>Rounds of PBKDF2-HMAC-SHA-512 for a new export (OWASP Password Storage, 2023: at least 210,000).</summary>
    public const int PasswordRounds = 210_000;

    /// <summary>Bound on an encrypted private key from the network, in characters; ours have about 3,500.</summary>
    public const int MaximumPemCharacters = 16_384;

    private readonly RSA rsa;
    private readonly Lock turn = new();

    private UserKeyPair(RSA rsa) => (this.rsa, Public) = (rsa, UserPublicKey.Of(rsa));

    public UserPublicKey Public { get; }

    /// <summary>Takes seconds: two primes of 2048 bits.</summary>
    public static UserKeyPair Generate() => new(RSA.Create(UserPublicKey.ModulusBits));

    /// <summary>Reads an unencrypted private key PEM, as an authority key or a test has it.</summary>
    public static Result<UserKeyPair> FromPem(string pem) => Import(pem, rsa => rsa.ImportFromPem(pem));

    /// <summary>Reads an <c>ENCRYPTED PRIVATE KEY</c> PEM: PBES2 as we write it, PKCS#12-PBE as other clients do (RFC 7292, appendix C).</summary>
    public static Result<UserKeyPair> FromEncryptedPem(string pem, string passphrase) =>
        Import(pem, rsa => rsa.ImportFromEncryptedPem(pem, passphrase));

    /// <summary>PKCS#8 under PBES2: PBKDF2-HMAC-SHA-512 and AES-256-CBC (RFC 8018).</summary>
    public string ExportEncryptedPem(string passphrase)
    {
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA512, PasswordRounds);
        lock (turn) return rsa.ExportEncryptedPkcs8PrivateKeyPem(passphrase, parameters);
    }

    /// <summary>The private half in clear, for a file that only its owner may read.</summary>
    public string ExportPem()
    {
        lock (turn) return rsa.ExportPkcs8PrivateKeyPem();
    }

    internal string Sign(ReadOnlySpan<byte> text)
    {
        lock (turn) return Convert.ToBase64String(rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    internal Result<byte[]> Unwrap(string wrappedBase64)
    {
        var wrapped = Base64.Decode(wrappedBase64);
        if (!wrapped.Succeeded) return wrapped.Failure;
        try
        {
            byte[] key;
            lock (turn) key = rsa.Decrypt(wrapped.Value, RSAEncryptionPadding.OaepSHA256);
            return key.Length == AesGcmBox.KeyBytes ? key : NotForThisPair;
        }
        catch (CryptographicException)
        {
            return NotForThisPair;
        }
    }

    public void Dispose() => rsa.Dispose();

    private static Result<UserKeyPair> Import(string pem, Action<RSA> import)
    {
        if (pem.Length > MaximumPemCharacters) return Unreadable;
        var rsa = RSA.Create();
        try
        {
            import(rsa);
            if (rsa.KeySize == UserPublicKey.ModulusBits && HasPrivateHalf(rsa)) return new UserKeyPair(rsa);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Wrong passphrase, cut text and foreign algorithm look alike here, and are one refusal.
        }
        rsa.Dispose();
        return Unreadable;
    }

    private static bool HasPrivateHalf(RSA rsa)
    {
        var wrapped = rsa.Encrypt([1], RSAEncryptionPadding.OaepSHA256);
        return rsa.Decrypt(wrapped, RSAEncryptionPadding.OaepSHA256) is [1];
    }

    private static readonly Failure Unreadable = Failure.Invalid("The private key does not open: wrong passphrase, or no RSA-4096 key.");
    private static readonly Failure NotForThisPair = Failure.Invalid("This key was not wrapped for this key pair.");
}
