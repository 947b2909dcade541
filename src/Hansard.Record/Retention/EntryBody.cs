using System.Text.Json;
using Hansard.Record.Format;

namespace Hansard.Record.Retention;

/// <summary>Reads and writes the bodies of entries. What is missing or of another kind comes out as something that is written otherwise, and is refused by that.</summary>
internal static class EntryBody
{
    public static LineMember Number(string name, long value) => new(name, CanonicalJson.Build(writer => writer.Number(value)));

    public static LineMember Texts(string name, IEnumerable<string> values) => new(name, CanonicalJson.Build(writer =>
    {
        writer.StartArray();
        foreach (var value in values) writer.String(value);
        writer.EndArray();
    }));

    /// <param name="details">In ordinal order.</param>
    public static CanonicalJson Of(IEnumerable<LineMember> details) => CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        foreach (var detail in details)
        {
            writer.Key(detail.Name);
            writer.Raw(detail.Value);
        }
        writer.EndObject();
    });

    public static string Text(JsonElement body, string name) => OptionalText(body, name) ?? "";

    public static string? OptionalText(JsonElement body, string name) => Member(body, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long Number(JsonElement body, string name) => Member(body, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : -1;

    public static IReadOnlyList<string> Texts(JsonElement body, string name) => Member(body, name) is { ValueKind: JsonValueKind.Array } values
        ? [.. values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)]
        : [];

    private static JsonElement? Member(JsonElement body, string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) ? value : null;
}
