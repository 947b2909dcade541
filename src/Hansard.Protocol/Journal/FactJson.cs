using System.Text.Json;

namespace Hansard.Protocol.Journal;

/// <summary>
/// Facts as bytes. What <see cref="Write"/> makes is committed, hashed and handed on as it is, never written a second time.
/// </summary>
public static class FactJson
{
    public static byte[] Write<T>(
        long seq, long ts, ConversationUuid? conversationUuid, UserId? userId, DeviceId? deviceId, T body) where T : class, IFactBody
    {
        var buffer = JsonWriters.EmptyBuffer();
        using (var lease = JsonWriters.Rent(buffer))
        {
            var writer = lease.Writer;
            writer.WriteStartObject();
            writer.WriteNumber("seq"u8, seq);
            writer.WriteNumber("ts"u8, ts);
            writer.WriteString("kind"u8, T.Kind);
            writer.WriteString("conversationUuid"u8, conversationUuid?.Value);
            writer.WriteString("userId"u8, userId?.Value);
            writer.WriteString("deviceId"u8, deviceId?.Value);
            writer.WritePropertyName("body"u8);
            JsonSerializer.Serialize(writer, body, Wire<T>.Info);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a committed fact; its body stays raw until asked for.</summary>
    /// <exception cref="JsonException">These bytes are no fact.</exception>
    public static Fact Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Wire<Fact>.Info) ?? throw new JsonException("A fact is an object.");

    internal static T ReadBody<T>(RawJson body) where T : class, IFactBody =>
        JsonSerializer.Deserialize(body.Utf8.Span, Wire<T>.Info) ?? throw new JsonException("A fact's body is an object.");
}
