using System.Globalization;
using System.Text;
using System.Text.Json;
using Hansard.Record.Merkle;

namespace Hansard.Record.Format;

/// <summary>
/// What the log commits to for one line. The entry's bytes are ASCII: <c>hansard-record/1</c> LF seq SP part SP revision LF hex SHA-256 of the line
/// without its line feed LF hex SHA-256 of the attachment or <c>-</c> LF. A line whose text was removed names both hashes, so its entry stays the same.
/// </summary>
/// <param name="Line">SHA-256 of the line as it was recorded.</param>
/// <param name="Attachment">SHA-256 of the attachment's bytes, null where the line has none or it is missing.</param>
/// <param name="IsRemoved">The line stands there no more, only what it was.</param>
public readonly record struct LineEntry(LinePosition Position, Hash256 Line, Hash256? Attachment, bool IsRemoved)
{
    /// <summary>Two hashes, three numbers and the words between them.</summary>
    private const int MaximumBytes = 256;

    private static readonly JsonReaderOptions Depth = new() { MaxDepth = 64 };

    /// <summary>The leaf of the log's tree.</summary>
    public Hash256 Leaf
    {
        get
        {
            Span<char> text = stackalloc char[MaximumBytes];
            text = text[..Write(text)];
            Span<byte> bytes = stackalloc byte[text.Length];
            Encoding.ASCII.GetBytes(text, bytes);
            return MerkleTree.Leaf(bytes);
        }
    }

    /// <summary>The entry's bytes as text.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[MaximumBytes];
        return text[..Write(text)].ToString();
    }

    /// <summary>Reads the entry of a line. Looks at <c>hansard</c> alone: whatever else stands in the line, its hash covers.</summary>
    /// <param name="line">Without its line feed.</param>
    /// <param name="chain">The journal's hash after the line's fact; empty for a removed line.</param>
    /// <param name="fault">Why it has no entry, for people.</param>
    public static bool TryOf(ReadOnlySpan<byte> line, out LineEntry entry, out string chain, out string? fault)
    {
        entry = default;
        chain = "";
        try
        {
            var reader = new Utf8JsonReader(line, Depth);
            if (!FindHansard(ref reader))
            {
                fault = "it was not written by Hansard";
                return false;
            }
            var fields = EntryFields.Read(ref reader);
            chain = fields.Chain ?? "";
            fault = fields.Fault;
            if (fault is not null) return false;
            entry = fields.IsRemoved
                ? new LineEntry(fields.Position, fields.RemovedLine!.Value, fields.RemovedAttachment, IsRemoved: true)
                : new LineEntry(fields.Position, Hash256.Of(line), fields.Attachment, IsRemoved: false);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            fault = "it is not well-formed JSON";
            return false;
        }
    }

    private static bool FindHansard(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("hansard"u8);
            reader.Read();
            if (found) return reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
        }
        return false;
    }

    private int Write(Span<char> text)
    {
        Span<char> line = stackalloc char[2 * Hash256.Bytes], attachment = stackalloc char[2 * Hash256.Bytes];
        WriteHex(Line, line);
        if (Attachment is { } hash) WriteHex(hash, attachment);
        else
        {
            attachment = attachment[..1];
            attachment[0] = '-';
        }
        text.TryWrite(CultureInfo.InvariantCulture, $"hansard-record/1\n{Position.Seq} {Position.Part} {Position.Revision}\n{line}\n{attachment}\n", out var written);
        return written;
    }

    private static void WriteHex(Hash256 hash, Span<char> text)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Bytes];
        hash.CopyTo(bytes);
        Convert.TryToHexStringLower(bytes, text, out _);
    }
}
