using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Settings;

namespace Hansard.Server.Networks;

/// <summary>A theme by name, as operators write it and as it is stored: only what differs from the default.</summary>
internal static class NetworkThemeChanges
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>What is empty becomes the default again.</summary>
    /// <param name="network">Whose theme it is: it may use its own folder of assets, and no other's.</param>
    public static Result<NetworkTheme> With(this NetworkTheme theme, IReadOnlyDictionary<string, string> changes, string network, Assets assets)
    {
        foreach ((string name, string value) in changes)
            if (Refusal(name, value, network, assets) is { } refusal) return refusal;
        return theme.With(changes);
    }

    /// <summary>The same for what was accepted before.</summary>
    public static NetworkTheme With(this NetworkTheme theme, IReadOnlyDictionary<string, string> changes)
    {
        JsonObject all = All(theme), defaults = All(new NetworkTheme());
        foreach ((string name, string value) in changes) all[name] = value.Length == 0 ? defaults[name]!.DeepClone() : value;
        return all.Deserialize(NetworkJson.Default.NetworkTheme)!;
    }

    public static Dictionary<string, string> Differences(this NetworkTheme theme)
    {
        Dictionary<string, string> defaults = new NetworkTheme().ByName();
        return theme.ByName().Where(part => part.Value != defaults[part.Key]).ToDictionary();
    }

    /// <summary>Every part with its value.</summary>
    public static Dictionary<string, string> ByName(this NetworkTheme theme) => All(theme).ToDictionary(part => part.Key, part => part.Value!.GetValue<string>());

    private static Failure? Refusal(string name, string value, string network, Assets assets)
    {
        JsonObject parts = All(new NetworkTheme());
        if (!parts.ContainsKey(name)) return Failure.Invalid($"A theme has no {name}; it has {string.Join(", ", parts.Select(part => part.Key))}.");
        if (value.Length == 0) return null;
        return name switch
        {
            "logo" => assets.Refusal("logo", value, network, AssetKind.Image),
            "sound" => assets.Refusal("sound", value, network, AssetKind.Sound),
            _ => IsColour(value) ? null : Failure.Invalid($"{name} is a colour such as #2e7d32."),
        };
    }

    private static bool IsColour(string text) => text.Length == 7 && text[0] == '#' && text.AsSpan(1).IndexOfAnyExcept(HexDigits) < 0;

    private static JsonObject All(NetworkTheme theme) => JsonSerializer.SerializeToNode(theme, NetworkJson.Default.NetworkTheme)!.AsObject();
}
