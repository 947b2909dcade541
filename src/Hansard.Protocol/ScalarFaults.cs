using System.Text.Json;

namespace Hansard.Protocol;

/// <summary>What a single value must be, as the second half of a sentence that begins with its place.</summary>
internal static class ScalarFaults
{
    /// <summary>Null where the value is what its type demands.</summary>
    public static string? Describe(JsonElement value, Type type)
    {
        if (type == typeof(RawJson)) return null;
        if (type == typeof(bool)) return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false.";
        if (type == typeof(int)) return Integer(value, int.MinValue, int.MaxValue);
        if (type == typeof(long)) return Integer(value, long.MinValue, long.MaxValue);
        if (value.ValueKind is not JsonValueKind.String) return "must be a string.";
        return MayBeKey(value.GetString()!, type) ? null : $"must have 1 to {Limits.IdCharacters} characters.";
    }

    /// <summary>Ids have a length, other strings have not.</summary>
    public static bool MayBeKey(string text, Type type) => !IsId(type) || text.Length is >= 1 and <= Limits.IdCharacters;

    private static string? Integer(JsonElement value, long minimum, long maximum)
    {
        if (value.ValueKind is not JsonValueKind.Number || value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E')) return "must be an integer.";
        return value.TryGetInt64(out var number) && number >= minimum && number <= maximum
            ? null
            : $"must be between {minimum} and {maximum}.";
    }

    private static bool IsId(Type type) =>
        type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IWireId<>));
}
