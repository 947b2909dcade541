using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hansard.Shared;

namespace Hansard.Record.Merkle;

/// <summary>
/// The public half under which notes are verified, with the name of who signs: <c>name+id+key</c> on one line, as C2SP signed-note and Go's
/// checksum database write it.
/// </summary>
/// <param name="Name">Of the log or witness: no spaces, no plus.</param>
/// <param name="Algorithm"><see cref="Signs"/> or <see cref="Cosigns"/>.</param>
/// <param name="PublicKeyHex">Ed25519 (RFC 8032), 32 bytes in lower-case hex.</param>
public sealed record VerifierKey(string Name, byte Algorithm, string PublicKeyHex)
{
    /// <summary>Signs the note's text.</summary>
    public const byte Signs = 1;

    /// <summary>Signs a checkpoint with the time at which a witness saw it (C2SP tlog-cosignature).</summary>
    public const byte Cosigns = 4;

    public static VerifierKey OfLog(string name, ReadOnlySpan<byte> publicKey) => new(name, Signs, Convert.ToHexStringLower(publicKey));

    /// <summary>First four bytes of SHA-256(name, line feed, algorithm, public key): tells keys apart and proves nothing.</summary>
    public uint Id => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(Name), (byte)'\n', .. KeyBytes]));

    private byte[] KeyBytes => [Algorithm, .. Convert.FromHexString(PublicKeyHex)];

    /// <summary>Whether the name can stand in a note.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.Any(character => character == '+' || char.IsWhiteSpace(character) || char.IsControl(character));

    public static bool TryParse(string line, out VerifierKey? key)
    {
        key = null;
        // The base64 may hold a plus, the name and the id may not.
        var parts = line.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0])) return false;
        if (!StrictBase64.TryDecode(parts[2], out var bytes) || bytes.Length != 1 + Ed25519.PublicKeyBytes || bytes[0] is not (Signs or Cosigns)) return false;
        var read = new VerifierKey(parts[0], bytes[0], Convert.ToHexStringLower(bytes.AsSpan(1)));
        // The id must be the key's, in the one spelling.
        if (read.ToString() != line) return false;
        key = read;
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String(KeyBytes)}");

    internal bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => Ed25519.Verify(Convert.FromHexString(PublicKeyHex), text, signature);
}
