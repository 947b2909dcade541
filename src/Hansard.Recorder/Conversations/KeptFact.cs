using System.Text.Json;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Mapping;

namespace Hansard.Recorder.Conversations;

/// <summary>
/// A fact as <see cref="ConversationBook"/> keeps it: by itself, or as <c>{"fact","name","text"}</c> with what of it was encrypted, because the
/// state depends on that too. The file is in the bot's own folder and as private as the record.
/// </summary>
internal static class KeptFact
{
    /// <summary>Of a message's body; other texts have the name under which they stand in a line.</summary>
    private const string BodyName = "body";

    /// <summary>The line with its line feed.</summary>
    public static byte[] Write(ReadOnlyMemory<byte> fact, Captured captured)
    {
        (string Name, string Text)? opened = captured switch
        {
            Captured.Text text => (text.Name, text.Value),
            Captured.Body body => (BodyName, Convert.ToBase64String(body.Plaintext.Span)),
            _ => null,
        };
        if (opened is not { } kept) return [.. fact.Span, (byte)'\n'];
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("fact"u8);
            writer.WriteRawValue(fact.Span);
            writer.WriteString("name"u8, kept.Name);
            writer.WriteString("text"u8, kept.Text);
            writer.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <exception cref="InvalidDataException">The file is not as this program left it.</exception>
    public static (Fact Fact, Captured Captured) Read(StoredLine line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.Utf8);
            var root = document.RootElement;
            if (!root.TryGetProperty("fact", out var fact)) return (FactJson.Read(line.Utf8.Span), Captured.Plain.Instance);
            var (name, text) = (root.GetProperty("name").GetString()!, root.GetProperty("text").GetString()!);
            Captured captured = name == BodyName ? new Captured.Body(Convert.FromBase64String(text), default, null) : new Captured.Text(name, text);
            return (FactJson.Read(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(fact)), captured);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{line.File}:{line.Number}: no fact");
        }
    }
}
