using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>
/// What somebody wrote: the <c>content</c> of a message data object, one record for each <c>messageType</c>. Who, when and in answer to
/// what is never part of it.
/// </summary>
public abstract record MessageContent
{
    /// <summary>One of <see cref="ContentTypes"/>, or whatever a newer program sent.</summary>
    [JsonIgnore]
    public string MessageType => TypeName;

    protected abstract string TypeName { get; }

    /// <summary>Members that this program does not know. They survive reading and writing.</summary>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}

/// <summary>Content of a type that this program does not know; all its members are in <see cref="MessageContent.More"/>.</summary>
public sealed record UnknownContent : MessageContent
{
    protected override string TypeName => Name;

    /// <summary>The type as it was read.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";
}
