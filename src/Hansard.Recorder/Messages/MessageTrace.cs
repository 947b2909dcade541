using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Mapping;

namespace Hansard.Recorder.Messages;

/// <summary>What later lines need to know of a line about a message.</summary>
/// <param name="Key">Of the message, see <see cref="KeyOf"/>.</param>
/// <param name="WordsKey">Of the message whose text this line gives: its own, or the one it edits; null where it gives none.</param>
/// <param name="CallKey">Of the call that it begins; null where it begins none.</param>
/// <param name="CallRepeats">Calls have ids and begin once; a conversation's video chats have none and come one after the other.</param>
internal sealed record MessageTrace(string Key, string Message, RecordLine Line, string? WordsKey, string? CallKey, bool CallRepeats)
{
    private const int KeyDigits = 32;

    public LinePosition Position => Line.Hansard!.Position;

    /// <summary>Half a SHA-256 over what names a thing of a conversation: short, and tells nobody what it names.</summary>
    public static string KeyOf(string conversation, string kind, string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{conversation}\n{kind}\n{id}")))[..KeyDigits];

    public static string OfMessage(string conversation, string message) => KeyOf(conversation, "message", message);

    public static string OfCall(string conversation, string call) => KeyOf(conversation, "call", call);

    /// <summary>Null for lines about no message. Pure.</summary>
    /// <param name="message">Of the line's fact, null where it is about none.</param>
    public static MessageTrace? Of(RecordLine line, MessageUuid? message)
    {
        if (line.Hansard is not { Conversation: { } conversation, Position.Part: 0 } hansard || message?.Value is not { } uuid) return null;
        var key = OfMessage(conversation, uuid);
        var words = line.MessageType switch
        {
            MessageType.Text => key,
            MessageType.Edit when Target(line) is { } target && hansard["author"] is null => OfMessage(conversation, target),
            _ => null,
        };
        var call = CallOf(line);
        return new MessageTrace(
            key, uuid, line, words, call is null ? null : OfCall(conversation, call), call is CallLines.VideoRequested or CallLines.VideoStarted);
    }

    /// <summary>The text that a line gives: what was said, or what an edit makes of it.</summary>
    public static string? WordsOf(RecordLine line)
    {
        if (line["message"]?.Parse() is { ValueKind: JsonValueKind.String } said) return said.GetString();
        return line["edit"]?.Parse() is { } edit && edit.TryGetProperty("text", out var text) ? text.GetString() : null;
    }

    private static string? Target(RecordLine line) => ContentOf(line) is ("EDIT", { } content) && content.TryGetProperty("target", out var target) ? target.GetString() : null;

    private static string? CallOf(RecordLine line) => ContentOf(line) switch
    {
        ("VIDEOREQUESTEDBYAGENT" or "VIDEOREQUESTEDBYCUSTOMER", _) => CallLines.VideoRequested,
        ("VIDEOSTARTED", _) => CallLines.VideoStarted,
        ("CALL", { } call) when line.MessageType == MessageType.Call && call.GetProperty("status").GetInt32() == CallStatus.Started => call.GetProperty("call").GetString(),
        _ => null,
    };

    /// <summary>The type in upper case, as types are read in any, and the content; nulls where the line keeps none.</summary>
    private static (string? Type, JsonElement? Content) ContentOf(RecordLine line) =>
        line.MessageType is MessageType.Edit or MessageType.Call or MessageType.Generic
        && line.Hansard!["content"]?.Parse() is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty("messageType", out var type) && type.ValueKind == JsonValueKind.String
        && data.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Object ? (type.GetString()!.ToUpperInvariant(), content) : (null, null);
}
