using System.Text.Json;
using Hansard.Record.Format;

namespace Hansard.Recorder.Reading;

/// <summary>One row of a table of a record.</summary>
/// <param name="Seq">0 in records that other software wrote.</param>
/// <param name="Sender">As the line names him.</param>
/// <param name="What">The message's type, or what happened: <c>TEXT</c>, <c>LOCATION</c>, <c>memberAdded</c> ….</param>
/// <param name="Words">The text where there is one, a file's name, the title of a room, why something could not be opened; else empty.</param>
public sealed record LineSummary(
    long Seq, long TimestampMicroseconds, string Time, int MessageType, string GroupId, string Sender, string? Receiver, string What, string Words, string Status)
{
    public static LineSummary Of(RecordLine line) => new(
        line.Hansard?.Position.Seq ?? 0, line.TimestampMicroseconds, line.Time, line.MessageType, line.GroupId, line.Sender, line.Receiver,
        WhatOf(line), WordsOf(line), line.Hansard?.Status ?? LineStatus.Captured);

    private static string WhatOf(RecordLine line)
    {
        if (line.Hansard?["content"]?.Parse() is { ValueKind: JsonValueKind.Object } content
            && content.TryGetProperty("messageType", out var type) && type.ValueKind == JsonValueKind.String) return type.GetString()!;
        return line.MessageType == Record.Format.MessageType.Text || line.Hansard is null ? "TEXT" : FactSummary.Of(line.Hansard).Kind;
    }

    private static string WordsOf(RecordLine line) =>
        TextOf(line["message"]) ?? TextOf(line["edit"], "text") ?? TextOf(line["file"], "filename") ?? TextOf(line.Hansard?["reason"]) ?? TextOf(line.Hansard?["title"]) ?? TextOf(line.Hansard?["nick"]) ?? "";

    private static string? TextOf(CanonicalJson? value, string name) =>
        value?.Parse() is { ValueKind: JsonValueKind.Object } owner && owner.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static string? TextOf(CanonicalJson? value) => value?.Parse() is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
