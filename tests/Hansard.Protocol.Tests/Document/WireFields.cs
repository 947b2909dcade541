using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Hansard.Protocol.Tests.Document;

/// <summary>The fields of a record as they stand in JSON, with their types in the document's words.</summary>
internal static partial class WireFields
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static IEnumerable<(string Name, string Type)> Of(Type record) =>
        from property in Properties(record)
        select (NameOf(property), Describe(property));

    public static IEnumerable<string> NamesOf(Type record) => Properties(record).Select(NameOf);

    /// <summary>The records that stand inside of these, at any depth.</summary>
    public static IReadOnlySet<Type> Inside(IEnumerable<Type> records)
    {
        HashSet<Type> found = [];
        Stack<Type> open = new(records);
        while (open.TryPop(out var record))
        {
            foreach (var inner in Properties(record).SelectMany(property => Parts(property.PropertyType)).Where(IsObject))
            {
                if (found.Add(inner)) open.Push(inner);
            }
        }
        return found;
    }

    private static IEnumerable<PropertyInfo> Properties(Type record) =>
        from property in record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always }
            && property.GetCustomAttribute<JsonExtensionDataAttribute>() is null
        select property;

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static string Describe(PropertyInfo property)
    {
        var type = Describe(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        if (property.GetCustomAttribute<JsonIgnoreAttribute>() is not null) return $"{type}, may be absent";
        return Nullability.Create(property).ReadState is NullabilityState.Nullable ? $"{type} or null" : type;
    }

    private static string Describe(Type type)
    {
        if (type == typeof(string)) return "string";
        if (type == typeof(bool)) return "boolean";
        if (type == typeof(int)) return "int32";
        if (type == typeof(long)) return "int64";
        if (type == typeof(RawJson)) return "JSON object";
        if (Is(type, typeof(IReadOnlyList<>))) return $"list of {Describe(type.GenericTypeArguments[0])}";
        if (Is(type, typeof(IReadOnlyDictionary<,>))) return $"map of {Describe(type.GenericTypeArguments[0])} to {Describe(type.GenericTypeArguments[1])}";
        return IsObject(type) ? $"[{type.Name}](#{type.Name.ToLowerInvariant()})" : NextWord().Replace(type.Name, " ").ToLowerInvariant();
    }

    private static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GenericTypeArguments.SelectMany(Parts) : [type];

    private static bool Is(Type type, Type generic) => type.IsGenericType && type.GetGenericTypeDefinition() == generic;

    private static bool IsObject(Type type) => type.IsClass && type.Assembly == typeof(IWireBody).Assembly;

    [GeneratedRegex("(?<=.)(?=[A-Z])")]
    private static partial Regex NextWord();
}
