using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>A message as chat stores it: <c>{data, _id, room}</c>.</summary>
public sealed record ChatMessage(ChatMessageData Data, string Room)
{
    /// <summary>
    /// What the store calls it: <c>{"$oid":"…"}</c>; absent until it is stored, and later than
    /// <see cref="ChatMessageData.Ts"/>.
    /// </summary>
    [JsonPropertyName("_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<RawJson> StoredId { get; init; }

    /// <inheritdoc cref="MessageContent.More"/>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}

/// <summary>The message data object of chat.</summary>
/// <param name="Id">Unique in its room; the channel's own id where a channel brought it.</param>
/// <param name="User">Who wrote it, set by the server; travels inside <c>content</c>.</param>
/// <param name="Ts">Epoch milliseconds, stored as a double.</param>
public sealed record ChatMessageData(
    MessageRef Id,
    [property: JsonIgnore] MessageContent Content,
    [property: JsonIgnore] ContentUser? User,
    double Ts)
{
    [JsonConstructor]
    internal ChatMessageData(MessageRef id, double ts) : this(id, null!, null, ts)
    {
    }

    /// <summary>The type decides how content reads, so both pass through JSON as they are: see <see cref="ChatMessageJson"/>.</summary>
    [JsonInclude, JsonRequired, JsonPropertyName("messageType")]
    internal string RawType { get; set; } = "";

    [JsonInclude, JsonRequired, JsonPropertyName("content")]
    internal JsonElement RawContent { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<bool?> DeliverySuccess { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string> DeliveryErrorReason { get; init; }

    /// <summary>Epoch milliseconds, stored as a double; null until it is seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<double?> MessageSeen { get; init; }

    /// <summary>The id of the message that this one answers; empty when it answers none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string> ReplyTo { get; init; }

    /// <inheritdoc cref="MessageContent.More"/>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}
