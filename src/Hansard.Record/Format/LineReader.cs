using System.Text;
using System.Text.Json;

namespace Hansard.Record.Format;

/// <summary>
/// Reads lines: ours, and those of the documented record in all its habits (<c>id</c> for <c>message_id</c>, timestamps without leading zeros).
/// Types and members that this version does not know pass through.
/// </summary>
public static class LineReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <param name="line">Without its line feed.</param>
    /// <param name="fault">Why it is no line, for people.</param>
    public static bool TryRead(ReadOnlyMemory<byte> line, out RecordLine? read, out string? fault)
    {
        read = null;
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            read = Read(document.RootElement);
            fault = null;
            return true;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or EncoderFallbackException)
        {
            fault = e is FormatException ? e.Message : "it is not well-formed JSON";
            return false;
        }
    }

    private static RecordLine Read(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object) throw new FormatException("it is not a JSON object");
        var fields = new LineFields(line);
        if (!LineTimes.TryReadMessageTimestamp(fields.Text("msg_ts"), out var timestamp)) throw new FormatException("msg_ts is no timestamp");
        var id = fields.OptionalText("message_id") ?? fields.Text("id");
        var hansard = fields.OptionalObject("hansard") is { } ours ? ReadHansard(new LineFields(ours), timestamp) : null;
        return new RecordLine(
            id, (int)fields.Number("msgtype"), timestamp, fields.Text("time"), fields.Text("sender"), fields.OptionalText("receiver"),
            fields.Text("vgroupid"), fields.Others(), hansard);
    }

    private static HansardMember ReadHansard(LineFields fields, long timestampMicroseconds)
    {
        if (fields.Text("ts") != LineTimes.Rfc3339(timestampMicroseconds)) throw new FormatException("msg_ts and hansard.ts disagree");
        return new HansardMember(
            ReadPosition(fields), fields.Text("network"), fields.OptionalText("conversation"), fields.OptionalText("sender"),
            fields.OptionalText("device"), fields.Text("status"), fields.Text("salt"), fields.Text("chain"), fields.Others());
    }

    private static LinePosition ReadPosition(LineFields fields) =>
        new(fields.Number("seq"), (int)fields.Number("part"), (int)(fields.OptionalNumber("parts") ?? 1), (int)fields.Number("revision"));
}

/// <summary>The members of one object, told apart into those asked for by name and <see cref="Others"/>.</summary>
internal sealed class LineFields(JsonElement owner)
{
    private readonly HashSet<string> asked = [];

    public string Text(string name) => OptionalText(name) ?? throw new FormatException($"{name} is missing");

    public string? OptionalText(string name) => Ask(name, JsonValueKind.String)?.GetString();

    public long Number(string name) => OptionalNumber(name) ?? throw new FormatException($"{name} is missing");

    public long? OptionalNumber(string name) => Ask(name, JsonValueKind.Number) is not { } value ? null
        : value.TryGetInt64(out var number) && number is >= 0 ? number
        : throw new FormatException($"{name} is out of range");

    public JsonElement? OptionalObject(string name) => Ask(name, JsonValueKind.Object);

    /// <summary>The members that nobody asked for, in ordinal order.</summary>
    public IReadOnlyList<LineMember> Others() =>
        [.. owner.EnumerateObject()
            .Where(member => !asked.Contains(member.Name))
            .Select(member => new LineMember(member.Name, CanonicalJson.Of(member.Value)))
            .OrderBy(member => member.Name, StringComparer.Ordinal)];

    private JsonElement? Ask(string name, JsonValueKind kind)
    {
        asked.Add(name);
        if (!owner.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == kind ? value : throw new FormatException($"{name} is not a {kind.ToString().ToLowerInvariant()}");
    }
}
