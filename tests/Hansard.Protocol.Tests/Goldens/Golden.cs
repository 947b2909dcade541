using System.Text.Json;

namespace Hansard.Protocol.Tests.Goldens;

/// <summary>An example body: <c>{"kind","type","body"}</c> in a file of its own.</summary>
public sealed record Golden(string File, WireKind Kind, string Type, byte[] Body)
{
    public static IReadOnlyList<Golden> Wire { get; } = [.. Load("websocket"), .. Load("own")];

    public static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Goldens", folder), "*.json").Order(StringComparer.Ordinal);

    public override string ToString() => File;

    private static IEnumerable<Golden> Load(string folder)
    {
        foreach (var path in Files(folder))
        {
            using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            var root = document.RootElement;
            yield return new Golden(
                $"{folder}/{Path.GetFileNameWithoutExtension(path)}",
                Enum.Parse<WireKind>(root.GetProperty("kind").GetString()!),
                root.GetProperty("type").GetString()!,
                JsonSerializer.SerializeToUtf8Bytes(root.GetProperty("body")));
        }
    }
}
