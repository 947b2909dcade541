using System.Text.Json;

namespace Hansard.Archive.Search;

/// <summary>Members of JSON that may be missing or of another kind: null then.</summary>
internal static class JsonPieces
{
    public static bool Has(this JsonElement owner, string name) => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out _);

    public static string? Text(this JsonElement owner, string name) => Of(owner, name, JsonValueKind.String)?.GetString();

    public static long? Number(this JsonElement owner, string name) => Of(owner, name, JsonValueKind.Number) is { } value && value.TryGetInt64(out var number) ? number : null;

    public static JsonElement? Object(this JsonElement owner, string name) => Of(owner, name, JsonValueKind.Object);

    public static JsonElement? Array(this JsonElement owner, string name) => Of(owner, name, JsonValueKind.Array);

    /// <summary>The texts of an array; none where there is none.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement owner, string name) => Of(owner, name, JsonValueKind.Array) is { } items
        ? [.. items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : [];

    private static JsonElement? Of(JsonElement owner, string name, JsonValueKind kind) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
