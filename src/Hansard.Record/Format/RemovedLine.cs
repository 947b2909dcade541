using System.Buffers;
using System.Text.Json;
using Hansard.Record.Merkle;

namespace Hansard.Record.Format;

/// <summary>What stands in a closed file in the place of a line that was removed: its place, what its entry in the log was made of, and why it is gone.</summary>
/// <param name="Line">SHA-256 of the line as it was.</param>
/// <param name="Attachment">SHA-256 of its attachment, null where it had none.</param>
/// <param name="At">When it was removed: RFC 3339, UTC.</param>
/// <param name="Rule">By what.</param>
public sealed record RemovedLine(long Seq, int Part, int Revision, Hash256 Line, Hash256? Attachment, string At, string Rule)
{
    /// <summary>What takes the place of a line.</summary>
    public static RemovedLine Of(LineEntry entry, string at, string rule) =>
        new(entry.Position.Seq, entry.Position.Part, entry.Position.Revision, entry.Line, entry.Attachment, at, rule);

    /// <summary>Appends it without its line feed.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var writer = new CanonicalWriter(output);
        writer.StartObject();
        writer.Key("hansard");
        writer.StartObject();
        writer.Key("part");
        writer.Number(Part);
        writer.Key("removed");
        writer.StartObject();
        writer.Member("at", At);
        if (Attachment is { } attachment) writer.Member("attachment_sha256", attachment.ToHex());
        writer.Member("line_sha256", Line.ToHex());
        writer.Member("rule", Rule);
        writer.EndObject();
        writer.Key("revision");
        writer.Number(Revision);
        writer.Key("seq");
        writer.Number(Seq);
        writer.EndObject();
        writer.EndObject();
    }

    /// <summary>Reads one; false for a line that is still there, and for what is no line.</summary>
    /// <param name="utf8">Without its line feed.</param>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out RemovedLine? removed)
    {
        removed = null;
        if (!LineEntry.TryOf(utf8.Span, out var entry, out _, out _) || !entry.IsRemoved) return false;
        using var document = JsonDocument.Parse(utf8);
        var why = document.RootElement.GetProperty("hansard").GetProperty("removed");
        removed = Of(entry, Text(why, "at"), Text(why, "rule"));
        return true;
    }

    /// <summary>Empty for what is not there.</summary>
    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
