using System.Text.Json;
using Hansard.Archive.Loose;
using Hansard.Record.Format;

namespace Hansard.Archive.Export;

/// <summary>Reads from a line what an export shows. What it does not know is shown as what it is: a type with a name. Pure.</summary>
internal static class ShownLineReader
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 64 };

    /// <exception cref="InvalidDataException">It is no line of a record.</exception>
    public static ShownLine Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Depth);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("a line is not well-formed JSON", e);
        }
    }

    private static ShownLine Read(JsonElement line)
    {
        var hansard = line.Object("hansard"u8);
        var position = new LinePosition(hansard.Number("seq"u8) ?? 0, (int)(hansard.Number("part"u8) ?? 0), (int)(hansard.Number("parts"u8) ?? 1), (int)(hansard.Number("revision"u8) ?? 0));
        if (hansard.Object("removed"u8) is { ValueKind: JsonValueKind.Object } removed) return Removed(position, removed);
        var type = (int)(line.Number("msgtype"u8) ?? 0);
        _ = LineTimes.TryReadMessageTimestamp(line.Text("msg_ts"u8) ?? "", out var timestamp);
        var shown = new ShownLine
        {
            Position = position,
            MessageType = type,
            MessageId = line.Text("message_id"u8) ?? line.Text("id"u8) ?? "",
            Timestamp = timestamp,
            Sender = line.Text("sender"u8) ?? "",
            SenderId = hansard.Text("sender"u8),
            Receiver = line.Text("receiver"u8),
            Group = line.Text("vgroupid"u8) ?? "",
            Conversation = hansard.Text("conversation"u8),
            Network = hansard.Text("network"u8) ?? "",
            Status = hansard.Text("status"u8) ?? LineStatus.Captured,
        };
        return shown.IsUndecryptable
            ? shown with { Kind = LineKind.Said, Text = $"could not be opened: {hansard.Text("reason"u8) ?? "no reason is recorded"}" }
            : LineWords.Of(shown, line, hansard);
    }

    private static ShownLine Removed(LinePosition position, JsonElement removed) => new()
    {
        Position = position,
        Kind = LineKind.Removed,
        Status = "removed",
        RemovedSha256 = removed.Text("line_sha256"u8),
        Text = $"was removed from the record at {removed.Text("at"u8)} by the rule {removed.Text("rule"u8)}",
    };
}
