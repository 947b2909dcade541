using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hansard.Protocol.Content;

/// <summary>Chat messages as they are stored. What is absent stays absent, what is unknown survives, doubles stay doubles.</summary>
public static class ChatMessageJson
{
    private const string UserMember = ContentJson.UserMember;

    private static readonly JsonTypeInfo<ChatMessage> MessageInfo = Info<ChatMessage>();
    private static readonly JsonTypeInfo<ContentUser> UserInfo = Info<ContentUser>();

    public static Result<ChatMessage> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            var stored = JsonSerializer.Deserialize(json.Span, MessageInfo);
            if (stored is null) return Failure.Invalid("A chat message is an object.");
            var data = Typed(stored.Data);
            return data.Succeeded ? stored with { Data = data.Value } : data.Failure;
        }
        catch (Exception refusal) when (refusal is JsonException or InvalidOperationException)
        {
            return Failure.Invalid("A chat message is an object of data and room, as documented.");
        }
    }

    public static byte[] Write(ChatMessage message)
    {
        var buffer = JsonWriters.EmptyBuffer();
        using (var lease = JsonWriters.Rent(buffer))
        {
            JsonSerializer.Serialize(lease.Writer, message with { Data = Raw(message.Data) }, MessageInfo);
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static Result<ChatMessageData> Typed(ChatMessageData raw)
    {
        var typed = ContentJson.Typed(raw.RawType, raw.RawContent);
        if (!typed.Succeeded) return typed.Failure;
        var content = typed.Value;
        var user = content.More?.GetValueOrDefault(UserMember) is { ValueKind: not JsonValueKind.Undefined } named ? named.Deserialize(UserInfo) : null;
        if (user is not null) content = content with { More = Members.Without(content.More, UserMember) };
        return raw with { Content = content, User = user, RawType = "", RawContent = default };
    }

    private static ChatMessageData Raw(ChatMessageData typed)
    {
        var content = typed.Content;
        if (typed.User is not null)
        {
            var user = JsonSerializer.SerializeToElement(typed.User, UserInfo);
            content = content with { More = Members.With(content.More, UserMember, user) };
        }
        var raw = JsonSerializer.SerializeToElement(content, ContentTypes.InfoOf(content));
        return typed with { RawType = content.MessageType, RawContent = raw };
    }

    private static JsonTypeInfo<T> Info<T>() => (JsonTypeInfo<T>)ContentOptions.Strict.GetTypeInfo(typeof(T));
}
