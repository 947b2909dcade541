using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>
/// Who wrote a chat message, as the server says; bots are agents. The messenger ignores it, so nobody can speak as another.
/// </summary>
public sealed record ContentUser(string Id, bool IsAgent)
{
    /// <inheritdoc cref="MessageContent.More"/>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}
