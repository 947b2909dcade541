using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Hansard.Protocol.Content;

/// <summary>
/// Content as the plaintext of an encrypted message: UTF-8 JSON with exactly <c>messageType</c> and <c>content</c>. A <c>content.user</c>
/// is dropped on the way in and never written: who speaks is what the frame says.
/// </summary>
public static class ContentJson
{
    internal const string UserMember = "user";

    private static readonly JsonTypeInfo<Plaintext> PlaintextInfo =
        (JsonTypeInfo<Plaintext>)ContentOptions.Strict.GetTypeInfo(typeof(Plaintext));

    /// <summary>Reads what the other side wrote; whether it keeps the rules is asked of <see cref="ContentRules"/>.</summary>
    public static Result<MessageContent> Read(ReadOnlySpan<byte> plaintext)
    {
        try
        {
            if (JsonSerializer.Deserialize(plaintext, PlaintextInfo) is not { } read) return NotAsDocumented;
            var content = Typed(read.MessageType, read.Content);
            return content.Succeeded ? WithoutUser(content.Value) : content;
        }
        catch (Exception refusal) when (refusal is JsonException or InvalidOperationException)
        {
            return NotAsDocumented;
        }
    }

    public static byte[] Write(MessageContent content)
    {
        var buffer = JsonWriters.EmptyBuffer();
        using (var lease = JsonWriters.Rent(buffer))
        {
            lease.Writer.WriteStartObject();
            lease.Writer.WriteString("messageType"u8, content.MessageType);
            lease.Writer.WritePropertyName("content"u8);
            JsonSerializer.Serialize(lease.Writer, WithoutUser(content), ContentTypes.InfoOf(content));
            lease.Writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The typed content, with a user that it names still among its unknown members.</summary>
    internal static Result<MessageContent> Typed(string messageType, JsonElement content)
    {
        if (content.ValueKind is not JsonValueKind.Object) return Failure.Invalid("content must be an object.");
        try
        {
            return ContentTypes.Read(messageType, content);
        }
        catch (Exception refusal) when (refusal is JsonException or InvalidOperationException)
        {
            return Failure.Invalid("The content is not as its messageType demands.");
        }
    }

    private static Failure NotAsDocumented =>
        Failure.Invalid("The plaintext of a message is an object of exactly messageType and content, at most 32 levels deep.");

    private static MessageContent WithoutUser(MessageContent content) => content with { More = Members.Without(content.More, UserMember) };
}

/// <summary>Nothing else may hide in a plaintext: it would be said without being recorded.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Plaintext(string MessageType, JsonElement Content);
