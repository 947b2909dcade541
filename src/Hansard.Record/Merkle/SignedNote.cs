using System.Buffers.Binary;
using System.Text;

namespace Hansard.Record.Merkle;

/// <param name="Bytes">What follows the key's id.</param>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Bytes)
{
    private const string Dash = "— ";
    private const int IdBytes = sizeof(uint);

    internal string ToLine()
    {
        var id = new byte[IdBytes];
        BinaryPrimitives.WriteUInt32BigEndian(id, KeyId);
        return $"{Dash}{Name} {Convert.ToBase64String([.. id, .. Bytes])}\n";
    }

    /// <param name="line">Without its line feed.</param>
    public static bool TryParse(string line, out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Dash, StringComparison.Ordinal) || line[Dash.Length..].Split(' ') is not [var name, var base64]) return false;
        if (!VerifierKey.IsName(name) || !StrictBase64.TryDecode(base64, out var bytes) || bytes.Length <= IdBytes) return false;
        signature = new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[IdBytes..]);
        return true;
    }
}

/// <summary>A text and who signed it (C2SP signed-note). Until <see cref="IsSignedBy"/> has said yes, the text is anybody's.</summary>
/// <param name="Text">Ends with a line feed.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Far above any note with its witnesses.</summary>
    public const int MaximumBytes = 64 * 1024;

    private const int MaximumSignatures = 100;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool TryParse(ReadOnlySpan<byte> utf8, out SignedNote? note)
    {
        note = null;
        if (utf8.Length > MaximumBytes || !TryDecode(utf8, out var whole)) return false;
        if (whole.Any(character => character < ' ' && character != '\n') || !whole.EndsWith('\n')) return false;
        // The last empty line parts text and signatures: the text may have empty lines of its own.
        var blank = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0) return false;
        var lines = whole[(blank + 2)..].Split('\n')[..^1];
        if (lines.Length is 0 or > MaximumSignatures) return false;
        var signatures = new List<NoteSignature>();
        foreach (var line in lines)
        {
            if (!NoteSignature.TryParse(line, out var signature)) return false;
            signatures.Add(signature!);
        }
        note = new SignedNote(whole[..(blank + 1)], signatures);
        return true;
    }

    /// <summary>Whether a signature of this key is there and holds. One that names the key and does not hold spoils the note.</summary>
    public bool IsSignedBy(VerifierKey key)
    {
        var named = Signatures.Where(signature => signature.Name == key.Name && signature.KeyId == key.Id).ToArray();
        return key.Algorithm == VerifierKey.Signs && named.Length > 0
            && named.All(signature => key.Verifies(Encoding.UTF8.GetBytes(Text), signature.Bytes));
    }

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes($"{Text}\n{string.Concat(Signatures.Select(signature => signature.ToLine()))}");

    private static bool TryDecode(ReadOnlySpan<byte> utf8, out string text)
    {
        try
        {
            text = StrictUtf8.GetString(utf8);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }
}
