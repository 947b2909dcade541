using System.Text;
using System.Text.Json;

namespace Hansard.Archive.Loose;

/// <summary>
/// Reads members of a line that may be missing or something else than expected: whoever searches or exports a record is shown what is there. What is missing has no kind,
/// and whatever is asked of it is missing too.
/// </summary>
internal static class LooseJson
{
    public static string? Text(this JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value.AsText() : null;

    public static string? AsText(this JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number) return value.GetRawText();
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, which records of other software may hold: the text as it is escaped.
            return value.GetRawText();
        }
    }

    public static long? Number(this JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    public static bool Flag(this JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static JsonElement Object(this JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : default;

    public static bool Has(this JsonElement owner, ReadOnlySpan<byte> name) => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out _);

    /// <summary>What is in an array; nothing where there is none.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;

    public static IReadOnlyList<string> Texts(this JsonElement owner, ReadOnlySpan<byte> name) => owner.OptionalTexts(name) ?? [];

    public static IReadOnlyList<string>? OptionalTexts(this JsonElement owner, ReadOnlySpan<byte> name)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Array) return null;
        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
            if (item.AsText() is { } text) texts.Add(text);
        return texts;
    }

    /// <summary>Names in a sentence.</summary>
    public static string Listed(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "nobody",
        1 => names[0],
        _ => new StringBuilder().AppendJoin(", ", names.Take(names.Count - 1)).Append(" and ").Append(names[^1]).ToString(),
    };
}
