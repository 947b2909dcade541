using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hansard.Protocol;

namespace Hansard.Server.Networks;

/// <summary>Limits by name, as operators write them and as they are stored: only those that differ from the defaults.</summary>
internal static class NetworkLimitChanges
{
    /// <summary>More digits would not fit a text message's number; fewer than four are guessed too soon.</summary>
    private const int CodeDigitsMinimum = 4, CodeDigitsMaximum = 9;

    public static Result<NetworkLimits> With(this NetworkLimits limits, IReadOnlyDictionary<string, int> changes)
    {
        JsonObject all = All(limits);
        foreach ((string name, int value) in changes)
        {
            if (!all.ContainsKey(name)) return Failure.Invalid($"There is no limit {name}; there are {string.Join(", ", all.Select(limit => limit.Key))}.");
            if (value < 1) return Failure.Invalid($"{name} must be at least 1.");
            all[name] = value;
        }
        NetworkLimits changed = all.Deserialize(NetworkJson.Default.NetworkLimits)!;
        return changed.CodeDigits is < CodeDigitsMinimum or > CodeDigitsMaximum
            ? Failure.Invalid($"codeDigits must be from {CodeDigitsMinimum} to {CodeDigitsMaximum}.")
            : changed;
    }

    public static Dictionary<string, int> Differences(this NetworkLimits limits)
    {
        JsonObject defaults = All(new NetworkLimits());
        return All(limits)
            .Where(limit => !JsonNode.DeepEquals(limit.Value, defaults[limit.Key]))
            .ToDictionary(limit => limit.Key, limit => limit.Value!.GetValue<int>());
    }

    /// <summary>Every limit with its value.</summary>
    public static Dictionary<string, int> ByName(this NetworkLimits limits) =>
        All(limits).ToDictionary(limit => limit.Key, limit => limit.Value!.GetValue<int>());

    /// <summary>Reads a file of limits, such as benches use; throws where it is none, for the server must not start with other limits than it was told.</summary>
    public static NetworkLimits WithFile(this NetworkLimits limits, string? path)
    {
        if (path is null) return limits;
        Dictionary<string, int>? changes = JsonSerializer.Deserialize(File.ReadAllBytes(path), NetworkJson.Default.DictionaryStringInt32);
        Result<NetworkLimits> changed = limits.With(changes ?? []);
        return changed.Succeeded ? changed.Value : throw new InvalidDataException($"{path}: {changed.Failure.Description}");
    }

    private static JsonObject All(NetworkLimits limits) => JsonSerializer.SerializeToNode(limits, NetworkJson.Default.NetworkLimits)!.AsObject();
}

/// <summary>What a network's <c>settings</c> column holds.</summary>
internal sealed record StoredNetworkOptions(
    bool RequireSecret, Dictionary<string, int> Limits, string? Admission = null, string? AndroidUrl = null, Dictionary<string, string>? Theme = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NetworkLimits))]
[JsonSerializable(typeof(NetworkTheme))]
[JsonSerializable(typeof(StoredNetworkOptions))]
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class NetworkJson : JsonSerializerContext;
