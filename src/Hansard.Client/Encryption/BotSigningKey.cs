using Hansard.Protocol;
using Hansard.Shared;

namespace Hansard.Client.Encryption;

/// <summary>A bot's Ed25519 key (RFC 8032), made on its own host: its log-in, and for a recorder the signature under its record.</summary>
public sealed class BotSigningKey
{
    public const int SeedBytes = 32;

    private readonly byte[] seed;

    private BotSigningKey(byte[] seed) => (this.seed, PublicKey) = (seed, Ed25519.PublicKey(seed));

    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary><c>signingKeyHex</c>: the public half in lower-case hex, which the compliance officer compares before approving.</summary>
    public string PublicKeyHex => Convert.ToHexStringLower(PublicKey.Span);

    public static BotSigningKey Generate() => new(Ed25519.NewSeed());

    public static Result<BotSigningKey> FromSeed(ReadOnlySpan<byte> seed) => seed.Length == SeedBytes
        ? new BotSigningKey(seed.ToArray())
        : Failure.Invalid("A signing key has a seed of 32 bytes.");

    /// <summary>The seed, for a file that only its owner may read.</summary>
    public byte[] ToSeed() => [.. seed];

    public byte[] Sign(ReadOnlySpan<byte> text) => Ed25519.Sign(seed, text);

    public override string ToString() => $"(signing key {PublicKeyHex})";
}
