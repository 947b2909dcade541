using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Hansard.Protocol.Frames;
using Hansard.Protocol.Tests.Goldens;

namespace Hansard.Protocol.Tests.Frames;

/// <summary>Damaged frames: the one-pass reader must judge each as the platform's parser and plain rules do, and never throw.</summary>
public sealed class MutatedFrameTests
{
    private const int MutationsPerFrame = 300;

    private static readonly string[] Scraps =
        ["\"", "\\", "{", "}", "[", "]", ",", ":", "\\ud800", "\\udc00", "\\u0000", "\\ud83d\\udc4d", "\"a\":1,", "\"id\":1,", "null", "1.5", "\u00e9", " "];

    public static TheoryData<string> Requests =>
        [.. Golden.Wire.Where(golden => golden.Kind is WireKind.Request && golden.Body.Length < 2_000).Select(golden => golden.File)];

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_damaged_frame_is_judged_rightly(string file)
    {
        var golden = Golden.Wire.Single(one => one.File == file);
        var frame = Encoding.UTF8.GetBytes($$"""{"type":"{{golden.Type}}","id":"x-1","body":{{Encoding.UTF8.GetString(golden.Body)}} }""");
        var random = new Random(golden.File.Length * 7_919 + golden.Body.Length);
        for (var n = 0; n < MutationsPerFrame; n++)
        {
            var damaged = Damage(frame, random);
            var (accepted, closes) = Judge(damaged);

            Assert.True(FrameReader.TryRead(damaged, out _, out var fault) == accepted, Text(damaged));
            Assert.True((fault?.Closes ?? false) == closes, Text(damaged));
            FrameReader.PeekType(damaged);
        }
    }

    private static byte[] Damage(byte[] frame, Random random)
    {
        var at = random.Next(frame.Length);
        var scrap = Encoding.UTF8.GetBytes(Scraps[random.Next(Scraps.Length)]);
        return random.Next(5) switch
        {
            0 => frame[..at],
            1 => [.. frame[..at], .. frame[(at + 1)..]],
            2 => [.. frame[..at], (byte)random.Next(256), .. frame[(at + 1)..]],
            3 => [.. frame[..at], .. scrap, .. frame[at..]],
            // Repeats a stretch, which now and then makes a duplicate key.
            _ => [.. frame[..at], .. frame[random.Next(at + 1)..]],
        };
    }

    private static (bool Accepted, bool Closes) Judge(byte[] frame)
    {
        if (!Utf8.IsValid(frame)) return (false, true);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(frame, new JsonDocumentOptions { MaxDepth = Limits.JsonDepth });
        }
        catch (JsonException)
        {
            return (false, true);
        }
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object) return (false, true);
            return (IsClean(root) && KeepsTheRules(root), false);
        }
    }

    private static bool KeepsTheRules(JsonElement root) =>
        root.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String && type.GetString()!.Length <= Limits.FrameTypeCharacters
        && (!root.TryGetProperty("body", out var body) || body.ValueKind is JsonValueKind.Object)
        && (!root.TryGetProperty("id", out var id)
            || (id.ValueKind is JsonValueKind.String && id.GetString()!.Length <= Limits.FrameIdCharacters)
            || (id.ValueKind is JsonValueKind.Number && !id.GetRawText().AsSpan().ContainsAny('.', 'e', 'E')));

    /// <summary>No key twice in one object, no half of a surrogate pair and no U+0000 anywhere.</summary>
    private static bool IsClean(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().Select(member => member.Name).ToList() is var names
                    && names.Distinct(StringComparer.Ordinal).Count() == names.Count && !names.Any(name => name.Contains('\0', StringComparison.Ordinal))
                    && element.EnumerateObject().All(member => IsClean(member.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(IsClean),
                JsonValueKind.String => !element.GetString()!.Contains('\0', StringComparison.Ordinal),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Text(byte[] frame) => Encoding.UTF8.GetString(frame);
}
