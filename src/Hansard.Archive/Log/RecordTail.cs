using Hansard.Record.Format;

namespace Hansard.Archive.Log;

/// <summary>What the end of a message file says about how far the record got.</summary>
/// <param name="SoundBytes">From the window's start, up to which everything is whole.</param>
/// <param name="Last">The last fact that is wholly recorded; null where the window holds none, or the last was removed.</param>
/// <param name="Chain">The journal's head hash after it.</param>
/// <param name="LastLine">The last sound line, without its line feed.</param>
/// <param name="Fault">Why what follows the sound bytes is not sound; null where nothing follows.</param>
public sealed record RecordTail(int SoundBytes, LinePosition? Last, string? Chain, ReadOnlyMemory<byte> LastLine, string? Fault)
{
    /// <summary>Pure. Completions (revisions) stand behind facts that came after theirs, so they say nothing about how far the record got.</summary>
    /// <param name="window">The file's last bytes, ending with a line feed.</param>
    /// <param name="startsAtLine">False where the window begins within a line, which is then passed over.</param>
    public static RecordTail Of(ReadOnlyMemory<byte> window, bool startsAtLine)
    {
        var at = startsAtLine ? 0 : window.Span.IndexOf((byte)'\n') + 1;
        var whole = new RecordTail(at, null, null, default, null);
        LinePosition? previous = null;
        while (at < window.Length)
        {
            var length = window.Span[at..].IndexOf((byte)'\n');
            var bytes = window.Slice(at, length);
            if (!LineReader.TryRead(bytes, out var line, out var fault))
            {
                if (!RemovedLine.TryRead(bytes, out var removed)) return whole with { Fault = fault };
                at += length + 1;
                whole = whole with { SoundBytes = at, LastLine = bytes };
                // It was a fact, and does not say where in the journal any more.
                if (removed!.Revision == 0) (previous, whole) = (null, whole with { Last = null, Chain = null });
                continue;
            }
            if (line!.Hansard is not { } hansard) return whole with { Fault = "it was not written by Hansard" };
            at += length + 1;
            if (hansard.Position.Revision > 0)
            {
                if (previous is null || IsLastPart(previous.Value)) whole = whole with { SoundBytes = at, LastLine = bytes };
                continue;
            }
            if (previous is { } before && !hansard.Position.Follows(before))
                return whole with { Fault = $"seq {hansard.Position.Seq} part {hansard.Position.Part} follows seq {before.Seq} part {before.Part}" };
            previous = hansard.Position;
            if (IsLastPart(previous.Value)) whole = new RecordTail(at, previous, hansard.Chain, bytes, null);
        }
        return whole.SoundBytes == window.Length ? whole : whole with { Fault = $"seq {previous!.Value.Seq} has only some of its parts" };
    }

    private static bool IsLastPart(LinePosition position) => position.Part == position.Parts - 1;
}
