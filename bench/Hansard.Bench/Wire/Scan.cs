using System.Buffers.Text;
using System.Text;

namespace Hansard.Bench.Wire;

/// <summary>
/// Finds members in a JSON frame by their bytes, without reading the rest. It relies on compact JSON and on names that occur once,
/// which holds for the frames of the load; anything else is refused rather than guessed.
/// </summary>
internal static class Scan
{
    /// <summary>What stands between the quotes after <paramref name="name"/>, which is written as <c>"uuid":"</c>.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> name)
    {
        var rest = After(frame, name);
        var end = rest.IndexOf((byte)'"');
        return end >= 0 ? rest[..end] : throw Unreadable(frame, name);
    }

    /// <summary>The integer after <paramref name="name"/>, which is written as <c>"members":</c>.</summary>
    public static long Number(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> name) =>
        Utf8Parser.TryParse(After(frame, name), out long value, out _) ? value : throw Unreadable(frame, name);

    public static ReadOnlySpan<byte> Type(ReadOnlySpan<byte> frame) => Text(frame, "\"type\":\""u8);

    public static long Id(ReadOnlySpan<byte> frame) => Number(frame, "\"id\":"u8);

    /// <summary>A frame as an error message may show it.</summary>
    public static string Show(ReadOnlySpan<byte> frame) => Encoding.UTF8.GetString(frame[..Math.Min(frame.Length, 400)]);

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> name)
    {
        var at = frame.IndexOf(name);
        return at >= 0 ? frame[(at + name.Length)..] : throw Unreadable(frame, name);
    }

    private static LoadFailure Unreadable(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> name) =>
        new($"no {Encoding.UTF8.GetString(name)} in {Show(frame)}");
}
