using System.Text;
using System.Text.Json;
using Hansard.Archive.Loose;
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
        var hansard = line.Object("hansard"u8);
        if (hansard.Has("removed"u8) || PositionOf(hansard) is not { } position) return null;
        if (!LineTimes.TryReadMessageTimestamp(line.Text("msg_ts"u8) ?? "", out var timestamp)) return null;
        var type = (int)(line.Number("msgtype"u8) ?? MessageType.Generic);
        var fact = hansard.Object("fact"u8);
        var body = fact.Object("body"u8);
        var control = line.Object("control"u8);
        var sender = line.Text("sender"u8);
        var people = new LinePeople(type, fact.Text("kind"u8), body, control, new NamedPerson(hansard.Text("sender"u8), sender));
        return new LineFacts(
            position, timestamp, type, hansard.Text("status"u8) ?? LineStatus.Captured, hansard.Text("conversation"u8) ?? "", line.Text("vgroupid"u8) ?? "",
            line.Text("message_id"u8) ?? line.Text("id"u8) ?? "", TargetOf(line, control), new NamedPerson(hansard.Text("sender"u8), sender), line.Text("receiver"u8),
            [.. people.Named(), .. Called(line), .. hansard.Text("author"u8) is { } author ? [new NamedPerson(author, null)] : (NamedPerson[])[]],
            people.Attends(ContentType(hansard)), TitleOf(type, control), Speaks(type, fact.Text("kind"u8)), TextOf(line, hansard, control));
    }

    private static LinePosition? PositionOf(JsonElement hansard) =>
        hansard.Number("seq"u8) is { } seq and > 0 && hansard.Number("part"u8) is { } part and >= 0 and <= int.MaxValue && hansard.Number("revision"u8) is { } revision and >= 0 and <= int.MaxValue
            ? new LinePosition(seq, (int)part, (int)(hansard.Number("parts"u8) ?? 1), (int)revision)
            : null;

    private static string? TargetOf(JsonElement line, JsonElement control)
    {
        if (line.Object("edit"u8).Text("originalmessageid"u8) is { } edited) return edited;
        if (control.Text("msgid"u8) is { } named) return named;
        var call = line.Object("call"u8);
        return call.Text("startmsgid"u8) ?? call.Text("invitemsgid"u8) ?? control.Items("attributes"u8).FirstOrDefault().Text("msgid"u8);
    }

    /// <summary>The participants of a call stand there by the hex of their userIds.</summary>
    private static IEnumerable<NamedPerson> Called(JsonElement line)
    {
        foreach (var hex in line.Object("call"u8).Texts("participants"u8))
            yield return new NamedPerson(hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.ToBase64String(Convert.FromHexString(hex)) : hex, null);
    }

    /// <summary>A room's lines hold its title each time; it is news where it was made or changed.</summary>
    private static string? TitleOf(int type, JsonElement control) =>
        type == MessageType.RoomCreated || (type == MessageType.RoomParametersChanged && ((control.Number("changemask"u8) ?? 0) & (long)RoomChange.Title) != 0)
            ? control.Text("title"u8)
            : null;

    /// <summary>Moderators of the network act in conversations that they are not in.</summary>
    private static bool Speaks(int type, string? kind) =>
        type is not (MessageType.RoomLeft or MessageType.RoomDeleted) && (kind is null ? type is not MessageType.Generic : kind is "messageAdded" or "messagesRead");

    private static string? ContentType(JsonElement hansard) => hansard.Object("content"u8).Text("messageType"u8);

    private static string TextOf(JsonElement line, JsonElement hansard, JsonElement control)
    {
        if (line.Text("message"u8) is { } message) return message;
        var text = new StringBuilder();
        Add(text, line.Object("edit"u8).Text("text"u8));
        Add(text, line.Object("edit"u8).Text("reaction"u8));
        Add(text, line.Object("file"u8).Text("filename"u8));
        Add(text, control.Text("title"u8));
        Add(text, control.Text("description"u8));
        Add(text, hansard.Text("title"u8));
        Add(text, hansard.Text("nick"u8));
        var type = line.Number("msgtype"u8);
        // What a file is sent with stands in its content alone, and of content without a type of its own everything does.
        if (type == MessageType.File) Add(text, hansard.Object("content"u8).Object("content"u8).Text("caption"u8));
        else if (type == MessageType.Generic) AddAll(text, hansard.Object("content"u8).Object("content"u8));
        return text.ToString();
    }

    private static void AddAll(StringBuilder text, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) Add(text, value.AsText());
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
