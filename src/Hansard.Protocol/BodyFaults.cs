using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hansard.Protocol;

/// <summary>
/// Finds what is wrong with a body that was refused, in words for people. The serializer's own messages name types of the program,
/// so the refused body is compared with its contract once more; it is the rare path and may be slow.
/// </summary>
internal static class BodyFaults
{
    public const string NoObject = "The body must be an object.";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Limits.JsonDepth, AllowDuplicateProperties = false };

    public static string Describe(ReadOnlyMemory<byte> body, JsonTypeInfo info, string? refusedPath)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind is not JsonValueKind.Object
                ? NoObject
                : InObject(document.RootElement, info, "") ?? Somewhere(refusedPath);
        }
        catch (JsonException)
        {
            return "The body is not valid JSON, or names a key twice.";
        }
        catch (InvalidOperationException)
        {
            return "The body contains half of a surrogate pair.";
        }
    }

    private static string Somewhere(string? refusedPath) =>
        refusedPath is null or "$"
            ? "The body is not as documented."
            : $"{refusedPath.Replace("$.", "", StringComparison.Ordinal)} is not as documented.";

    private static string? InObject(JsonElement element, JsonTypeInfo info, string path)
    {
        foreach (var property in info.Properties)
        {
            var here = path + property.Name;
            if (!element.TryGetProperty(property.Name, out var value))
            {
                if (property.IsRequired) return $"{here} is missing.";
            }
            else if (value.ValueKind is JsonValueKind.Null)
            {
                if (!MayBeNull(property)) return $"{here} must not be null.";
            }
            else if (InValue(value, info.Options.GetTypeInfo(property.PropertyType), here) is { } fault)
            {
                return fault;
            }
        }
        return null;
    }

    private static bool MayBeNull(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType
            ? Nullable.GetUnderlyingType(property.PropertyType) is not null
            : property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    private static string? InValue(JsonElement value, JsonTypeInfo info, string path)
    {
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object:
                return value.ValueKind is JsonValueKind.Object ? InObject(value, info, path + ".") : $"{path} must be an object.";
            case JsonTypeInfoKind.Enumerable:
                return value.ValueKind is JsonValueKind.Array ? InList(value, info, path) : $"{path} must be a list.";
            case JsonTypeInfoKind.Dictionary:
                return value.ValueKind is JsonValueKind.Object ? InMap(value, info, path) : $"{path} must be an object.";
            default:
                return ScalarFaults.Describe(value, Nullable.GetUnderlyingType(info.Type) ?? info.Type) is { } fault ? $"{path} {fault}" : null;
        }
    }

    private static string? InList(JsonElement list, JsonTypeInfo info, string path)
    {
        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            if (InElement(element, info, $"{path}[{index++}]") is { } fault) return fault;
        }
        return null;
    }

    private static string? InMap(JsonElement map, JsonTypeInfo info, string path)
    {
        foreach (var property in map.EnumerateObject())
        {
            if (!ScalarFaults.MayBeKey(property.Name, info.KeyType!))
                return $"The keys of {path} must be ids of 1 to {Limits.IdCharacters} characters.";
            if (InElement(property.Value, info, $"{path}.{property.Name}") is { } fault) return fault;
        }
        return null;
    }

    private static string? InElement(JsonElement element, JsonTypeInfo collection, string path) =>
        element.ValueKind is JsonValueKind.Null
            ? $"{path} must not be null."
            : InValue(element, collection.Options.GetTypeInfo(collection.ElementType!), path);
}
