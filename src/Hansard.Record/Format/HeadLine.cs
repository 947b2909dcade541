using System.Text;
using System.Text.Json;
using Hansard.Record.Merkle;
using Hansard.Shared;

namespace Hansard.Record.Format;

/// <summary>A journal head as the server signed it: who holds it can show which journal, and how much of it, a record is complete for.</summary>
/// <param name="Seq">The journal's last fact when it was signed.</param>
/// <param name="HeadHash">32 bytes in lower-case hex.</param>
/// <param name="SignatureBase64">Ed25519 by the journal key over <see cref="SignedBytes"/>.</param>
/// <param name="JournalKeyHex">The server's public key, 32 bytes in lower-case hex.</param>
public sealed record HeadLine(string Network, long Seq, string HeadHash, string SignatureBase64, string JournalKeyHex)
{
    public static byte[] SignedBytes(string network, long seq, string headHash) =>
        Encoding.UTF8.GetBytes(string.Create(null, $"hansard/journal-head/1\n{network}\n{seq}\n{headHash}\n"));

    /// <summary>Whether the signature is the journal key's, over this very head, both in their one spelling: any changed character is found.</summary>
    public bool IsSigned() =>
        Hash256.TryFromHex(JournalKeyHex, out var key) && StrictBase64.TryDecode(SignatureBase64, out var signature)
        && Ed25519.Verify(key.ToArray(), SignedBytes(Network, Seq, HeadHash), signature);

    /// <summary>The line without its line feed.</summary>
    public byte[] ToUtf8() => CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        writer.Member("headHash", HeadHash);
        writer.Member("journalKey", JournalKeyHex);
        writer.Member("network", Network);
        writer.Member("seq", Seq);
        writer.Member("signature", SignatureBase64);
        writer.EndObject();
    }).Utf8.ToArray();

    public static bool TryRead(ReadOnlyMemory<byte> line, out HeadLine? head)
    {
        head = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            var fields = new LineFields(document.RootElement);
            head = new HeadLine(fields.Text("network"), fields.Number("seq"), fields.Text("headHash"), fields.Text("signature"), fields.Text("journalKey"));
            return true;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}
