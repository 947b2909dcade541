using System.Text.Json.Nodes;
using Hansard.Protocol;

namespace Hansard.Server.Tests.Dispatch;

/// <summary>The example requests of the protocol.</summary>
internal static class Examples
{
    /// <summary>Bodies by request; those with our own optional members come after the documented ones.</summary>
    public static ILookup<string, JsonObject> Requests { get; } = new[] { "websocket", "own" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Goldens", folder), "*.json").Order(StringComparer.Ordinal))
        .Select(path => JsonNode.Parse(File.ReadAllBytes(path))!.AsObject())
        .Where(example => (string)example["kind"]! == nameof(WireKind.Request))
        .ToLookup(example => (string)example["type"]!, example => example["body"]!.AsObject());

    public static IEnumerable<string> RequestTypes { get; } = [.. WireTypes.All.Where(type => type.Kind is WireKind.Request).Select(type => type.Name)];
}
