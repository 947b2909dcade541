using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary><paramref name="ResponseToBot"/> goes to the bot when the form is sent.</summary>
public sealed record FormContent(
    string Title,
    [property: JsonPropertyName("response_to_bot")] string ResponseToBot,
    IReadOnlyList<FormField> FormData) : MessageContent
{
    protected override string TypeName => ContentTypes.Form;
}

/// <summary>The same form with its values.</summary>
public sealed record FormResponseContent(
    string Title,
    [property: JsonPropertyName("response_to_bot")] string ResponseToBot,
    IReadOnlyList<FormField> FormData) : MessageContent
{
    protected override string TypeName => ContentTypes.FormResponse;
}

/// <summary>One field of a form or survey.</summary>
/// <param name="Label">A string, or a map from locale to string with a <c>default</c>.</param>
/// <param name="Options">From key to label, for fields with a choice.</param>
public sealed record FormField(
    [property: JsonPropertyName("dc_type")] string DcType,
    string Name,
    RawJson Label,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<RawJson> Value = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<bool?> IsMandatory = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<bool?> IsEditable = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<bool?> IsVisibleAgent = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<bool?> IsVisibleCustomer = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<string> Mode = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [property: JsonPropertyName("custom_regexp")] Optional<string> CustomRegexp = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<string> CustomMandatoryErrorMessage = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<string> CustomValidationErrorMessage = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    Optional<IReadOnlyDictionary<string, RawJson>> Options = default)
{
    /// <inheritdoc cref="MessageContent.More"/>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}
