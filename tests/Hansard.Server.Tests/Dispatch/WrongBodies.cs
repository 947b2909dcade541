using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hansard.Server.Tests.Dispatch;

/// <summary>
/// Every body that differs from an example in one place and is wrong there, at any depth: a value of another type, an absence, a null, a
/// number out of range. What is right is taken from the record alone, not from the code that reads it.
/// </summary>
internal static class WrongBodies
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly JsonNode[] OneOfEachKind = [JsonValue.Create("x"), JsonValue.Create(1), JsonValue.Create(1.5), JsonValue.Create(true), new JsonObject { ["x"] = 1 }, new JsonArray(1)];

    public static IEnumerable<(string Fault, JsonObject Body)> Of(Type record, JsonObject example) =>
        InObject(record, example).Select(wrong => (wrong.Fault, wrong.Value.AsObject()));

    private static IEnumerable<(string Fault, JsonNode Value)> InObject(Type record, JsonObject example)
    {
        foreach (ParameterInfo member in record.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters())
        {
            string name = record.GetProperty(member.Name!)!.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name!);
            JsonObject Changed(Action<JsonObject> change)
            {
                JsonObject body = example.DeepClone().AsObject();
                change(body);
                return body;
            }
            if (!member.HasDefaultValue) yield return ($"no {name}", Changed(body => body.Remove(name)));
            if (!MayBeNull(member)) yield return ($"{name} = null", Changed(body => body[name] = null));
            foreach ((string fault, JsonNode wrong) in InValue(member.ParameterType, example[name]))
                yield return ($"{name} {fault}", Changed(body => body[name] = wrong.DeepClone()));
        }
    }

    private static bool MayBeNull(ParameterInfo member) => Nullability.Create(member).WriteState is NullabilityState.Nullable;

    /// <summary>Values that are wrong in the place of a right one of this type.</summary>
    private static IEnumerable<(string Fault, JsonNode Value)> InValue(Type declared, JsonNode? example)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        foreach (JsonNode wrong in OneOfEachKind.Where(value => !Takes(type, value))) yield return ($"= {wrong.ToJsonString()}", wrong);
        if (type == typeof(int)) yield return ("= 2147483648", JsonValue.Create(2147483648));
        if (type == typeof(int)) yield return ("= -2147483649", JsonValue.Create(-2147483649));
        if (type == typeof(long)) yield return ("= 9223372036854775808", JsonNode.Parse("9223372036854775808")!);
        if (IsId(type)) yield return ("= \"\"", JsonValue.Create(""));
        if (IsId(type)) yield return ("= 65 characters", JsonValue.Create(new string('i', 65)));
        IEnumerable<(string Fault, JsonNode Value)> inside = example switch
        {
            JsonArray { Count: > 0 } list => InList(type, list),
            JsonObject { Count: > 0 } map when IsMap(type) => InMap(type, map),
            JsonObject record when !IsMap(type) => InObject(type, record),
            _ => [],
        };
        foreach ((string fault, JsonNode value) in inside) yield return (fault, value);
    }

    private static IEnumerable<(string Fault, JsonNode Value)> InList(Type type, JsonArray list)
    {
        int last = list.Count - 1;
        IEnumerable<(string Fault, JsonNode? Value)> wrongs = InValue(type.GetGenericArguments()[0], list[last]).Select(wrong => (wrong.Fault, (JsonNode?)wrong.Value));
        foreach ((string fault, JsonNode? wrong) in wrongs.Append(("= null", null)))
        {
            JsonArray changed = list.DeepClone().AsArray();
            changed[last] = wrong?.DeepClone();
            yield return ($"[{last}] {fault}", changed);
        }
    }

    private static IEnumerable<(string Fault, JsonNode Value)> InMap(Type type, JsonObject map)
    {
        string key = map.First().Key;
        IEnumerable<(string Fault, JsonNode? Value)> wrongs = InValue(type.GetGenericArguments()[1], map[key]).Select(wrong => (wrong.Fault, (JsonNode?)wrong.Value));
        foreach ((string fault, JsonNode? wrong) in wrongs.Append(("= null", null)))
        {
            JsonObject changed = map.DeepClone().AsObject();
            changed[key] = wrong?.DeepClone();
            yield return ($"{{{key}}} {fault}", changed);
        }
        foreach (string wrongKey in (string[])["", new string('k', 65)])
        {
            JsonObject changed = map.DeepClone().AsObject();
            changed[wrongKey] = map[key]!.DeepClone();
            yield return ($"{{{wrongKey}}}", changed);
        }
    }

    private static bool Takes(Type type, JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => type == typeof(string) || IsId(type),
        JsonValueKind.Number => type == typeof(double) || ((type == typeof(int) || type == typeof(long)) && value.ToJsonString() == "1"),
        JsonValueKind.True => type == typeof(bool),
        _ => false,
    };

    private static bool IsId(Type type) => type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(Protocol.IWireId<>));

    private static bool IsMap(Type type) => type.IsAssignableTo(typeof(IDictionary)) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));
}
