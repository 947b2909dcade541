using System.Text.Json.Serialization.Metadata;

namespace Hansard.Protocol;

/// <summary>The JSON contract of <typeparamref name="T"/>: a body of the wire, a fact or the body of one.</summary>
public static class Wire<T>
{
    public static JsonTypeInfo<T> Info { get; } = (JsonTypeInfo<T>)StrictJson.Wire.GetTypeInfo(typeof(T));
}
