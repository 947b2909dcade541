using System.Buffers;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Log;

/// <summary>Lines that are recorded together, as bytes, and how far that got. Whole facts: the parts of one are never torn apart.</summary>
internal sealed class Batch
{
    /// <param name="End">Within the bytes, behind the line feed.</param>
    private readonly record struct Line(int Start, int End, LinePosition Position, string Chain, long Timestamp, Hash256 Leaf)
    {
        /// <summary>A completion may be of some parts only, and stands by itself.</summary>
        public bool EndsFact => Position.Revision > 0 || Position.Part == Position.Parts - 1;
    }

    private readonly Line[] lines;
    private readonly ReadOnlyMemory<byte> bytes;

    private Batch(Line[] lines, ReadOnlyMemory<byte> bytes) => (this.lines, this.bytes) = (lines, bytes);

    public int Count => lines.Length;

    /// <summary>Lines that are on the disk.</summary>
    public int Written { get; set; }

    /// <summary>Lines that a published checkpoint covers too.</summary>
    public int Published { get; set; }

    /// <exception cref="ArgumentException">What no batch may be.</exception>
    public static Batch Of(IReadOnlyList<RecordLine> recorded)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        var lines = new Line[recorded.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = recorded[i];
            var hansard = line.Hansard ?? throw new ArgumentException("a line without its position", nameof(recorded));
            var start = buffer.WrittenCount;
            line.Write(buffer);
            if (!LineEntry.TryOf(buffer.WrittenSpan[start..], out var entry, out _, out var fault)) throw new ArgumentException(fault, nameof(recorded));
            buffer.Write("\n"u8);
            lines[i] = new Line(start, buffer.WrittenCount, hansard.Position, hansard.Chain, line.TimestampMicroseconds, entry.Leaf);
        }
        if (buffer.WrittenCount > RecordLog.MaximumBatchBytes)
            throw new ArgumentException($"{buffer.WrittenCount} bytes in one batch, at most {RecordLog.MaximumBatchBytes}", nameof(recorded));
        if (lines.Length > 0 && !lines[^1].EndsFact) throw new ArgumentException("a batch that ends within a fact", nameof(recorded));
        return new Batch(lines, buffer.WrittenMemory);
    }

    public bool IsSame(Batch other) => bytes.Span.SequenceEqual(other.bytes.Span);

    /// <exception cref="ArgumentException">A fact that is not the next one.</exception>
    public void DemandFollowing(LinePosition? last)
    {
        foreach (var line in lines.Where(line => line.Position.Revision == 0))
        {
            if (last is { } before && !line.Position.Follows(before)) throw new ArgumentException($"{line.Position} does not follow {before}");
            last = line.Position;
        }
    }

    /// <summary>Up to which line the unwritten ones fit into a file; <see cref="Written"/> where it must be closed first.</summary>
    public int Fitting(Rotation rotation, long fileBytes, long? fileTimestamp)
    {
        var to = Written;
        while (to < Count)
        {
            var end = Array.FindIndex(lines, to, line => line.EndsFact) + 1;
            var size = lines[end - 1].End - lines[to].Start;
            if (!rotation.Takes(fileBytes, fileTimestamp, size, lines[to].Timestamp)) break;
            fileBytes += size;
            fileTimestamp ??= FirstTimestamp(to, end);
            to = end;
        }
        return to;
    }

    public ReadOnlySpan<byte> Bytes(int from, int to) => bytes.Span[lines[from].Start..lines[to - 1].End];

    public IEnumerable<Hash256> Leaves(int from, int to) => lines.Skip(from).Take(to - from).Select(line => line.Leaf);

    /// <summary>Of the first fact that is recorded for the first time, null where there are only completions.</summary>
    public long? FirstTimestamp(int from, int to) => Own(from, to).Select(line => (long?)line.Timestamp).FirstOrDefault();

    /// <summary>The last fact and the journal's hash after it, null where there are only completions.</summary>
    public (LinePosition Last, string Chain)? Last(int from, int to) => Own(from, to).Select(line => ((LinePosition, string)?)(line.Position, line.Chain)).LastOrDefault();

    private IEnumerable<Line> Own(int from, int to) => lines.Skip(from).Take(to - from).Where(line => line.Position.Revision == 0);
}
