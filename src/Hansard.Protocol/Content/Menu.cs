using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

public sealed record MenuContent(string Text, IReadOnlyList<MenuOption> Options) : MessageContent
{
    protected override string TypeName => ContentTypes.Menu;
}

/// <summary>One choice of a menu.</summary>
/// <param name="Command">One of <see cref="MenuCommands"/>.</param>
/// <param name="TargetUrl">The customer's next words to the bot, or the address to open.</param>
/// <param name="Params">For <c>open-url</c>: the method and where to open it.</param>
public sealed record MenuOption(
    int Id,
    string Command,
    string Text,
    string TargetUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<IReadOnlyList<MenuParam>> Params = default)
{
    /// <inheritdoc cref="MessageContent.More"/>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}

public sealed record MenuParam(string Name, string Text)
{
    /// <inheritdoc cref="MessageContent.More"/>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}

public sealed record MenuResponseContent(MessageRef MenuId, MenuChoice Option) : MessageContent
{
    protected override string TypeName => ContentTypes.MenuResponse;
}

/// <summary>The option that was chosen; <paramref name="TargetUrl"/> goes to the bot.</summary>
public sealed record MenuChoice(int Id, string TargetUrl)
{
    /// <inheritdoc cref="MessageContent.More"/>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}

public static class MenuCommands
{
    /// <summary>Sends the option's target as the customer's next words.</summary>
    public const string LoadItem = "load-item";

    /// <summary>Opens the option's target as a page.</summary>
    public const string OpenUrl = "open-url";
}
