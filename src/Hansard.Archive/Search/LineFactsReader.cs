using System.Text;
using System.Text.Json;
using Hansard.Record.Format;

namespace Hansard.Archive.Search;

/// <summary>
/// Reads of a line what the index keeps. Pure, and lenient: whatever has not the form that the mapping gives it is passed over, because a line
/// that cannot be read in full must still be found by what it has.
/// </summary>
internal static class LineFactsReader
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 64 };

    /// <returns>Null for what has no place in a journal, and for a line of which only the hashes are left.</returns>
    public static LineFacts? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Depth);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static LineFacts? Read(JsonElement line)
    {
        if (line.Object("hansard") is not { } hansard || hansard.Has("removed") || PositionOf(hansard) is not { } position) return null;
        if (!LineTimes.TryReadMessageTimestamp(line.Text("msg_ts") ?? "", out var timestamp)) return null;
        var type = (int)(line.Number("msgtype") ?? MessageType.Generic);
        var fact = hansard.Object("fact");
        var body = fact?.Object("body");
        var control = line.Object("control");
        var sender = line.Text("sender");
        var people = new LinePeople(type, fact?.Text("kind"), body, control, new NamedPerson(hansard.Text("sender"), sender));
        return new LineFacts(
            position, timestamp, type, hansard.Text("status") ?? LineStatus.Captured, hansard.Text("conversation") ?? "", line.Text("vgroupid") ?? "",
            line.Text("message_id") ?? line.Text("id") ?? "", TargetOf(line, control), new NamedPerson(hansard.Text("sender"), sender), line.Text("receiver"),
            [.. people.Named(), .. Called(line), .. hansard.Text("author") is { } author ? [new NamedPerson(author, null)] : (NamedPerson[])[]],
            people.Attends(ContentType(hansard)), TitleOf(type, control), Speaks(type, fact?.Text("kind")), TextOf(line, hansard, control));
    }

    private static LinePosition? PositionOf(JsonElement hansard) =>
        hansard.Number("seq") is { } seq and > 0 && hansard.Number("part") is { } part and >= 0 and <= int.MaxValue && hansard.Number("revision") is { } revision and >= 0 and <= int.MaxValue
            ? new LinePosition(seq, (int)part, (int)(hansard.Number("parts") ?? 1), (int)revision)
            : null;

    private static string? TargetOf(JsonElement line, JsonElement? control)
    {
        if (line.Object("edit")?.Text("originalmessageid") is { } edited) return edited;
        if (control?.Text("msgid") is { } named) return named;
        if (line.Object("call") is { } call && (call.Text("startmsgid") ?? call.Text("invitemsgid")) is { } started) return started;
        return control?.Array("attributes") is { } marks && marks.GetArrayLength() > 0 ? marks[0].Text("msgid") : null;
    }

    /// <summary>The participants of a call stand there by the hex of their userIds.</summary>
    private static IEnumerable<NamedPerson> Called(JsonElement line)
    {
        if (line.Object("call")?.Array("participants") is not { } participants) yield break;
        foreach (var participant in participants.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String))
        {
            var hex = participant.GetString()!;
            yield return new NamedPerson(hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.ToBase64String(Convert.FromHexString(hex)) : hex, null);
        }
    }

    /// <summary>A room's lines hold its title each time; it is news where it was made or changed.</summary>
    private static string? TitleOf(int type, JsonElement? control) =>
        type == MessageType.RoomCreated || (type == MessageType.RoomParametersChanged && ((control?.Number("changemask") ?? 0) & (long)RoomChange.Title) != 0)
            ? control?.Text("title")
            : null;

    /// <summary>Moderators of the network act in conversations that they are not in.</summary>
    private static bool Speaks(int type, string? kind) =>
        type is not (MessageType.RoomLeft or MessageType.RoomDeleted) && (kind is null ? type is not MessageType.Generic : kind is "messageAdded" or "messagesRead");

    private static string? ContentType(JsonElement hansard) => hansard.Object("content")?.Text("messageType");

    private static string TextOf(JsonElement line, JsonElement hansard, JsonElement? control)
    {
        if (line.Text("message") is { } message) return message;
        var text = new StringBuilder();
        Add(text, line.Object("edit")?.Text("text"));
        Add(text, line.Object("edit")?.Text("reaction"));
        Add(text, line.Object("file")?.Text("filename"));
        Add(text, control?.Text("title"));
        Add(text, control?.Text("description"));
        Add(text, hansard.Text("title"));
        Add(text, hansard.Text("nick"));
        var type = line.Number("msgtype");
        // What a file is sent with stands in its content alone, and of content without a type of its own everything does.
        if (type == MessageType.File) Add(text, hansard.Object("content")?.Object("content")?.Text("caption"));
        else if (type == MessageType.Generic && hansard.Object("content")?.Object("content") is { } content) AddAll(text, content);
        return text.ToString();
    }

    private static void AddAll(StringBuilder text, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) Add(text, value.GetString());
        else if (value.ValueKind == JsonValueKind.Array) foreach (var item in value.EnumerateArray()) AddAll(text, item);
        else if (value.ValueKind == JsonValueKind.Object) foreach (var member in value.EnumerateObject()) AddAll(text, member.Value);
    }

    private static void Add(StringBuilder text, string? part)
    {
        if (string.IsNullOrEmpty(part)) return;
        if (text.Length > 0) text.Append('\n');
        text.Append(part);
    }
}
