using System.Text.Json;
using Hansard.Record.Format;

namespace Hansard.Cli.Record;

/// <summary>What a line is and says, in few words, whatever form it has: a record that is searched may be from anywhere.</summary>
internal static class LineWording
{
    /// <summary>The message's type as its sender gave it, else what happened.</summary>
    public static string WhatOf(RecordLine line) =>
        Text(line.Hansard?["content"], "messageType") ?? (line.MessageType == MessageType.Text ? "TEXT" : Text(line.Hansard?["fact"], "kind") ?? $"type {line.MessageType}");

    /// <summary>The text where there is one, a file's name, the title of a room, why something could not be opened; else empty.</summary>
    public static string WordsOf(RecordLine line) =>
        Text(line["message"]) ?? Text(line["edit"], "text") ?? Text(line["edit"], "reaction") ?? Text(line["file"], "filename") ?? Text(line["control"], "title")
        ?? Text(line.Hansard?["reason"]) ?? Text(line.Hansard?["title"]) ?? Text(line.Hansard?["nick"]) ?? "";

    public static string? PreviousOf(RecordLine line) => Text(line.Hansard?["previous"]);

    private static string? Text(CanonicalJson? value) => value?.Parse() is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string? Text(CanonicalJson? value, string name) =>
        value?.Parse() is { ValueKind: JsonValueKind.Object } owner && owner.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
