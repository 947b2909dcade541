using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hansard.Protocol;

namespace Hansard.Client.LocalStore;

/// <summary>A text that the store keeps about itself.</summary>
internal sealed record StoreMark(string Text);

/// <summary>How rows are written: what came over the wire as it came.</summary>
internal static class StoreJson
{
    public static JsonTypeInfo<T> Of<T>() => typeof(T) == typeof(StoreMark) ? (JsonTypeInfo<T>)(object)StoreMarkJson.Default.StoreMark : Wire<T>.Info;
}

[JsonSerializable(typeof(StoreMark))]
internal sealed partial class StoreMarkJson : JsonSerializerContext;
