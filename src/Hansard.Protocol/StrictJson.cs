using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Hansard.Protocol;

/// <summary>What the generated contracts declare in attributes, and what attributes cannot say.</summary>
internal static class StrictJson
{
    public static JsonSerializerOptions Wire { get; } = Of(ProtocolJson.Default);

    /// <summary>
    /// Only what JSON demands is escaped, so base64 stays readable and short; lists and maps hold no nulls, which nullable
    /// annotations do not reach.
    /// </summary>
    public static JsonSerializerOptions Of(JsonSerializerContext context)
    {
        var options = new JsonSerializerOptions(context.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = context.WithAddedModifier(RefuseNullElements),
        };
        options.MakeReadOnly();
        return options;
    }

    private static void RefuseNullElements(JsonTypeInfo info)
    {
        if (info.ElementType is null || info.ElementType.IsValueType) return;
        if (info.Kind is JsonTypeInfoKind.Enumerable) info.OnDeserialized = RefuseNulls;
        if (info.Kind is JsonTypeInfoKind.Dictionary) info.OnDeserialized = map => RefuseNulls(Values(map));
    }

    private static IEnumerable Values(object map) =>
        map is IDictionary dictionary ? dictionary.Values : throw new NotSupportedException("A map of the wire is read as a dictionary.");

    private static void RefuseNulls(object elements)
    {
        foreach (var element in (IEnumerable)elements)
        {
            if (element is null) throw new JsonException();
        }
    }
}
