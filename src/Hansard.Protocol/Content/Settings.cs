using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>Own: the settings of a conversation, only those that changed.</summary>
public sealed record SettingsContent(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? TtlSeconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BurnOnReadSeconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MeetingKey = null) : MessageContent
{
    protected override string TypeName => ContentTypes.Settings;
}
