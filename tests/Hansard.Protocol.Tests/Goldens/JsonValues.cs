using System.Text;
using System.Text.Json;

namespace Hansard.Protocol.Tests.Goldens;

/// <summary>Compares JSON as values: the order of members does not count, numbers count by value, an absence is not a null.</summary>
internal static class JsonValues
{
    public static void AssertEqual(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual)
    {
        using var left = JsonDocument.Parse(expected);
        using var right = JsonDocument.Parse(actual);
        if (JsonElement.DeepEquals(left.RootElement, right.RootElement)) return;
        Assert.Fail($"Expected {Encoding.UTF8.GetString(expected.Span)}\nbut was  {Encoding.UTF8.GetString(actual.Span)}");
    }
}
