using System.Security.Cryptography;

namespace Hansard.Server.Accounts;

/// <summary>What the server checks of keys that travel as PEM (RFC 7468): one block of the right label, nothing around it, of a bounded size.</summary>
internal static class PemText
{
    /// <summary>RSA-4096 has about 800 characters.</summary>
    public const int PublicKeyCharactersMaximum = 4_096;

    /// <summary>An encrypted RSA-4096 private key has about 3,400 characters.</summary>
    public const int PrivateKeyCharactersMaximum = 16_384;

    private const int ModulusBitsMinimum = 2_048;

    /// <summary>An RSA public key of at least 2,048 bits.</summary>
    public static bool IsPublicKey(string pem)
    {
        if (pem.Length > PublicKeyCharactersMaximum || !IsOne("PUBLIC KEY", pem)) return false;
        try
        {
            using RSA rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa.KeySize >= ModulusBitsMinimum;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Something that calls itself an encrypted private key; only its owner can tell whether it is one.</summary>
    public static bool IsEncryptedPrivateKey(string pem) => pem.Length <= PrivateKeyCharactersMaximum && IsOne("ENCRYPTED PRIVATE KEY", pem);

    private static bool IsOne(string label, string pem) =>
        PemEncoding.TryFind(pem, out PemFields fields)
        && pem[fields.Label] == label
        && pem[..fields.Location.Start.Value].AsSpan().IsWhiteSpace()
        && pem.AsSpan(fields.Location.End.Value).IsWhiteSpace();
}
