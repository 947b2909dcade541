using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

public sealed record ContactsContent(IReadOnlyList<ContactCard> Contacts) : MessageContent
{
    protected override string TypeName => ContentTypes.Contacts;
}

public sealed record ContactCard(
    ContactName Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<IReadOnlyList<ContactPhone>> Phones = default)
{
    /// <inheritdoc cref="MessageContent.More"/>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}

public sealed record ContactName(
    [property: JsonPropertyName("formatted_name")] string FormattedName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [property: JsonPropertyName("first_name")] Optional<string> FirstName = default)
{
    /// <inheritdoc cref="MessageContent.More"/>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}

public sealed record ContactPhone(
    string Phone,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [property: JsonPropertyName("wa_id")] Optional<string> WaId = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<string> Type = default)
{
    /// <inheritdoc cref="MessageContent.More"/>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}
