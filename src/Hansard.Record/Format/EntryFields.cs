using System.Text.Json;
using Hansard.Record.Merkle;

namespace Hansard.Record.Format;

/// <summary>The members of a line's <c>hansard</c> that its entry in the log is made of.</summary>
internal ref struct EntryFields
{
    private long seq, part, parts, revision;

    public EntryFields() => (seq, part, parts, revision) = (-1, -1, 1, -1);

    public readonly LinePosition Position => new(seq, (int)part, (int)parts, (int)revision);

    public string? Chain { get; private set; }

    public Hash256? Attachment { get; private set; }

    public bool IsRemoved { get; private set; }

    public Hash256? RemovedLine { get; private set; }

    public Hash256? RemovedAttachment { get; private set; }

    /// <summary>What is missing or out of range, null for nothing.</summary>
    public readonly string? Fault =>
        seq < 1 ? "hansard.seq is missing or out of range"
        : part is < 0 or > int.MaxValue ? "hansard.part is missing or out of range"
        : !IsRemoved && (parts is < 1 or > int.MaxValue || part >= parts) ? "hansard.parts is out of range"
        : revision is < 0 or > int.MaxValue ? "hansard.revision is missing or out of range"
        : IsRemoved && RemovedLine is null ? "hansard.removed.line_sha256 is missing or no hash"
        : null;

    /// <param name="reader">At the start of the object; afterwards at its end.</param>
    public static EntryFields Read(ref Utf8JsonReader reader)
    {
        var fields = new EntryFields();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) fields.ReadMember(ref reader);
        return fields;
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("seq"u8)) seq = Number(ref reader);
        else if (reader.ValueTextEquals("part"u8)) part = Number(ref reader);
        else if (reader.ValueTextEquals("parts"u8)) parts = Number(ref reader);
        else if (reader.ValueTextEquals("revision"u8)) revision = Number(ref reader);
        else if (reader.ValueTextEquals("chain"u8)) Chain = Text(ref reader);
        else if (reader.ValueTextEquals("attachment"u8)) Attachment = ReadHash(ref reader, "sha256"u8);
        else if (reader.ValueTextEquals("removed"u8)) ReadRemoved(ref reader);
        else Pass(ref reader);
    }

    private void ReadRemoved(ref Utf8JsonReader reader)
    {
        IsRemoved = true;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("line_sha256"u8)) RemovedLine = Hash(Text(ref reader));
            else if (reader.ValueTextEquals("attachment_sha256"u8)) RemovedAttachment = Hash(Text(ref reader));
            else Pass(ref reader);
        }
    }

    /// <summary>The hash that an object holds under a name.</summary>
    private static Hash256? ReadHash(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        Hash256? hash = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name)) hash = Hash(Text(ref reader));
            else Pass(ref reader);
        }
        return hash;
    }

    private static Hash256? Hash(string? hex) => Hash256.TryFromHex(hex, out var hash) ? hash : null;

    /// <summary>-1 for what is no whole number.</summary>
    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)) return number;
        reader.Skip();
        return -1;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        reader.Skip();
        return null;
    }

    private static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
