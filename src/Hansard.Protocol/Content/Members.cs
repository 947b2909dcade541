using System.Text.Json;

namespace Hansard.Protocol.Content;

/// <summary>The members of an object that its record does not declare.</summary>
internal static class Members
{
    public static Dictionary<string, JsonElement>? Without(Dictionary<string, JsonElement>? more, string name)
    {
        if (more is null || !more.ContainsKey(name)) return more;
        var rest = new Dictionary<string, JsonElement>(more);
        rest.Remove(name);
        return rest.Count == 0 ? null : rest;
    }

    public static Dictionary<string, JsonElement> With(Dictionary<string, JsonElement>? more, string name, JsonElement value) =>
        new(more ?? []) { [name] = value };
}
