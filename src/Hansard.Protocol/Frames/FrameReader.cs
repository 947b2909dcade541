using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Hansard.Protocol.Frames;

/// <summary>
/// Reads frames in one pass over all their bytes. What is no JSON object at all ends the connection; what is one but breaks a rule of
/// frames is refused and leaves it open. Known types and frames without an id cost no memory.
/// </summary>
public static class FrameReader
{
    private static readonly ReadOnlyMemory<byte> EmptyBody = "{}"u8.ToArray();

    // One more than allowed: the scan itself says what is wrong before the reader gives up.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = Limits.JsonDepth + 1 };

    /// <summary>Reads one frame; its members may stand in any order, unknown ones are skipped, and an absent body is <c>{}</c>.</summary>
    /// <param name="frame">Its body points into <paramref name="utf8"/>.</param>
    /// <param name="fault">Names type and id wherever they can be read, also behind the fault.</param>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out Frame frame, [NotNullWhen(false)] out FrameFault? fault)
    {
        frame = default;
        if (!Utf8.IsValid(utf8.Span))
        {
            fault = new FrameFault("", FrameId.None, "The frame is not valid UTF-8.", Closes: true);
            return false;
        }
        Span<SeenKeys.Slot> slots = stackalloc SeenKeys.Slot[SeenKeys.FirstSlots];
        slots.Clear();
        var scan = new FrameScan(utf8.Span, new Utf8JsonReader(utf8.Span, Options), slots);
        try
        {
            scan.Run();
        }
        catch (JsonException)
        {
            scan.NotJson();
        }
        finally
        {
            scan.Dispose();
        }
        fault = scan.Fault;
        if (fault is not null) return false;
        frame = new Frame(scan.Type!, scan.Id, scan.BodyLength == 0 ? EmptyBody : utf8.Slice(scan.BodyStart, scan.BodyLength));
        return true;
    }

    /// <summary>The type of a frame of which only the beginning is there, null when that does not show it.</summary>
    public static string? PeekType(ReadOnlySpan<byte> partialUtf8)
    {
        var reader = new Utf8JsonReader(partialUtf8, isFinalBlock: false, new JsonReaderState(Options));
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType is not JsonTokenType.PropertyName) continue;
                if (!reader.ValueTextEquals("type"u8)) continue;
                return reader.Read() && FrameScan.TryReadType(ref reader, out var type) ? type : null;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Nothing that precedes the type may be broken either: such a frame names nothing.
        }
        return null;
    }
}
