using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hansard.Record.Format;

namespace Hansard.Archive.Export.Mail;

/// <summary>
/// <c>rsmf_manifest.json</c> of RSMF 2.0.0: participants, the conversation, and an event for each line, so that nothing is missing. A message's event has what became
/// of it: edits with both texts, that it was deleted, reactions; the lines that did so are events of their own besides, of the type <c>unknown</c>.
/// </summary>
internal sealed class RsmfManifest(Chunk chunk)
{
    public const string Version = "2.0.0";

    private const int MostPendingBytes = 1 << 16;
    private const string ConversationId = "C1";
    private const string Platform = "Hansard";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Everybody who is named; complete when it is written.</summary>
    public RsmfPeople People { get; } = new();

    public int Events { get; private set; }

    public int Attachments { get; private set; }

    /// <summary>Events first: they say who the participants are. The order of members means nothing in JSON.</summary>
    public void Write(Stream output)
    {
        using Utf8JsonWriter json = new(output, Options);
        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteString("eventcollectionid", CollectionOf(chunk));
        json.WriteStartArray("events");
        foreach (var item in chunk.Items)
        {
            WriteEvents(json, item);
            if (json.BytesPending > MostPendingBytes) json.Flush();
        }
        json.WriteEndArray();
        WriteConversation(json);
        People.Write(json);
        json.WriteEndObject();
    }

    /// <summary>What keeps the files of one conversation together.</summary>
    public static string CollectionOf(Chunk chunk) => chunk.First.Line.Group is { Length: > 0 } group ? Printable.OneLine(group) : "removed";

    private void WriteConversation(Utf8JsonWriter json)
    {
        var first = chunk.First;
        json.WriteStartArray("conversations");
        json.WriteStartObject();
        json.WriteString("id", ConversationId);
        json.WriteString("platform", Platform);
        json.WriteString("type", "channel");
        if (chunk.Title.Length > 0) json.WriteString("display", chunk.Title);
        json.WriteStartArray("participants");
        // Who was there before the first line: who comes with it joins by it.
        foreach (var member in first.Room.Members.Except(first.Line.Members?.Came ?? []).Concat(first.Line.Members?.Gone ?? []).Distinct()) json.WriteStringValue(People.Called(member));
        json.WriteEndArray();
        WriteCustom(json, [("group", first.Line.Group), ("conversation", first.Line.Conversation ?? ""), ("network", first.Line.Network)]);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteEvents(Utf8JsonWriter json, ExportItem item)
    {
        if (item.Line.Members is not { } changed)
        {
            WriteEvent(json, item, item.Line.Kind is LineKind.Said or LineKind.File ? "message" : "unknown", null);
            return;
        }
        foreach (var member in changed.Came) WriteEvent(json, item, "join", member);
        foreach (var member in changed.Gone) WriteEvent(json, item, "leave", member);
        // That nobody came or went is a line too, and a conversation that begins says more than who is in it.
        if (changed.Came.Count + changed.Gone.Count == 0 || item.Line.Room is not null) WriteEvent(json, item, "unknown", null);
    }

    /// <param name="member">Who comes or goes; null where the line's sender acts.</param>
    private void WriteEvent(Utf8JsonWriter json, ExportItem item, string type, string? member)
    {
        var line = item.Line;
        Events++;
        json.WriteStartObject();
        json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"{line.Position.Seq}.{line.Position.Part}.{line.Position.Revision}.{Events}"));
        json.WriteString("type", type);
        json.WriteString("conversation", ConversationId);
        if (member is not null) json.WriteString("participant", member == line.Sender ? People.Of(line) : People.Called(member));
        else if (line.Kind != LineKind.Removed) json.WriteString("participant", People.Of(line));
        if (line.Kind != LineKind.Removed) json.WriteString("timestamp", LineTimes.Rfc3339(line.Timestamp));
        json.WriteString("body", Printable.Of(line.Text));
        if (member is null) WriteLater(json, item);
        WriteCustom(json,
        [
            ("seq", line.Position.Seq.ToString(CultureInfo.InvariantCulture)), ("message_id", line.MessageId), ("about", line.Target ?? ""), ("status", line.Status),
            ("by", member is null ? "" : line.Sender), ("notes", string.Join('\n', ItemNotes.Of(item).Where(note => note.Kind is NoteKind.Missing or NoteKind.Completed).Select(note => note.Text))),
        ]);
        json.WriteEndObject();
    }

    private void WriteLater(Utf8JsonWriter json, ExportItem item)
    {
        if (item.Deletion is not null) json.WriteBoolean("deleted", true);
        WriteEdits(json, item);
        WriteReactions(json, item);
        if (item.Attachment is not { } copy) return;
        Attachments++;
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("id", copy.Name);
        json.WriteString("display", Printable.OneLine(item.Line.File!.Name) is { Length: > 0 } name ? name : copy.Name);
        json.WriteNumber("size", copy.Bytes);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteEdits(Utf8JsonWriter json, ExportItem item)
    {
        if (!item.Edits.Any()) return;
        json.WriteStartArray("edits");
        foreach (var edit in item.Edits)
        {
            json.WriteStartObject();
            json.WriteString("participant", People.Of(edit));
            json.WriteString("timestamp", LineTimes.Rfc3339(edit.Timestamp));
            if (edit.Previous is { } previous) json.WriteString("previous", Printable.Of(previous));
            json.WriteString("new", Printable.Of(edit.Replacement ?? ""));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteReactions(Utf8JsonWriter json, ExportItem item)
    {
        var reactions = item.Reactions.ToArray();
        if (reactions.Length == 0) return;
        json.WriteStartArray("reactions");
        foreach (var (emoji, by) in reactions)
        {
            json.WriteStartObject();
            json.WriteString("value", Printable.OneLine(emoji));
            json.WriteNumber("count", by.Count);
            json.WriteStartArray("participants");
            foreach (var person in by) json.WriteStringValue(People.Of(person));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>A value that is empty is none.</summary>
    private static void WriteCustom(Utf8JsonWriter json, ReadOnlySpan<(string Name, string Value)> values)
    {
        json.WriteStartArray("custom");
        foreach (var (name, value) in values)
        {
            if (value.Length == 0) continue;
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", Printable.Of(value));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
