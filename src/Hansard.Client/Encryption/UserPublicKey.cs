using System.Security.Cryptography;
using Hansard.Protocol;

namespace Hansard.Client.Encryption;

/// <summary>Another's RSA-4096 key: to wrap for him and to verify what he signed. A value, safe to use from many threads.</summary>
public sealed class UserPublicKey : IEquatable<UserPublicKey>
{
    public const int ModulusBits = 4096;

    /// <summary>Bound on a PEM from the network, in characters; a 4096-bit key has about 800.</summary>
    public const int MaximumPemCharacters = 4096;

    private readonly byte[] subjectPublicKeyInfo;

    private UserPublicKey(string pem, byte[] subjectPublicKeyInfo) => (Pem, this.subjectPublicKeyInfo) = (pem, subjectPublicKeyInfo);

    /// <summary>The PEM exactly as it was received: line ends differ between clients, and signatures cover the text.</summary>
    public string Pem { get; }

    /// <summary>Lower-case hex of SHA-256 over the SubjectPublicKeyInfo (RFC 5280, 4.1): the same whatever the PEM's line ends.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo));

    /// <summary>Reads a <c>PUBLIC KEY</c> PEM; anything but RSA-4096 is refused.</summary>
    public static Result<UserPublicKey> Parse(string pem)
    {
        if (pem.Length > MaximumPemCharacters) return Unreadable;
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa.KeySize == ModulusBits ? new UserPublicKey(pem, rsa.ExportSubjectPublicKeyInfo()) : Unreadable;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return Unreadable;
        }
    }

    internal static UserPublicKey Of(RSA pair) => new(pair.ExportSubjectPublicKeyInfoPem(), pair.ExportSubjectPublicKeyInfo());

    internal string Wrap(ReadOnlySpan<byte> key)
    {
        using var rsa = Open();
        return Convert.ToBase64String(rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA256));
    }

    /// <summary>RSASSA-PSS with SHA-256 and a salt of 32 bytes (RFC 8017): the platform takes a salt as long as the hash.</summary>
    internal bool Verifies(ReadOnlySpan<byte> text, string signatureBase64)
    {
        var signature = Base64.Decode(signatureBase64);
        if (!signature.Succeeded) return false;
        using var rsa = Open();
        return rsa.VerifyData(text, signature.Value, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    public bool Equals(UserPublicKey? other) => other is not null && subjectPublicKeyInfo.AsSpan().SequenceEqual(other.subjectPublicKeyInfo);
    public override bool Equals(object? obj) => Equals(obj as UserPublicKey);
    public override int GetHashCode() => BitConverter.ToInt32(SHA256.HashData(subjectPublicKeyInfo));

    private RSA Open()
    {
        var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
        return rsa;
    }

    private static readonly Failure Unreadable = Failure.Invalid("This is no RSA-4096 public key in PEM.");
}
