using System.Buffers;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Export;

/// <summary>A selected line that was read.</summary>
/// <param name="Index">Its leaf, from 0.</param>
/// <param name="Leaf">What the log must have there.</param>
internal readonly record struct ReadLine(long Index, LinePosition Position, Hash256 Leaf, ShownLine Shown, ReadOnlyMemory<byte> Utf8);

/// <summary>Some selected lines with their bytes, to be read on another thread than the one that asks the record for them.</summary>
internal sealed class LineBatch
{
    private const int MaximumLines = 1_000;

    /// <summary>The line that reaches it is the last one.</summary>
    private const int MaximumBytes = 1 << 20;

    private readonly List<(long Leaf, int Offset, int Length)> lines = new(MaximumLines);
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(MaximumBytes);
    private int filled;

    /// <summary>The lines of the log's first leaves, whose number is given.</summary>
    public static IEnumerable<LineBatch> Of(IEnumerable<SelectedLine> lines, long size)
    {
        LineBatch batch = new();
        foreach (var line in lines)
        {
            if (line.Leaf >= size) break;
            batch.Add(line);
            if (batch.lines.Count < MaximumLines && batch.filled < MaximumBytes) continue;
            yield return batch;
            batch = new LineBatch();
        }
        if (batch.lines.Count > 0) yield return batch;
        else batch.Release();
    }

    /// <exception cref="InvalidDataException">One of them is no line of a record.</exception>
    public ReadLine[] Read()
    {
        var read = new ReadLine[lines.Count];
        for (var number = 0; number < read.Length; number++)
        {
            var (leaf, offset, length) = lines[number];
            var utf8 = bytes.AsMemory(offset, length);
            if (!LineEntry.TryOf(utf8.Span, out var entry, out _, out var fault)) throw new InvalidDataException($"line {leaf + 1} of the record: {fault}");
            read[number] = new ReadLine(leaf, entry.Position, entry.Leaf, ShownLineReader.Read(utf8), utf8);
        }
        return read;
    }

    /// <summary>Nobody needs the bytes any more.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private void Add(SelectedLine line)
    {
        var length = line.Utf8.Length;
        if (bytes.Length - filled < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(filled + length);
            bytes.AsSpan(0, filled).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }
        line.Utf8.CopyTo(bytes.AsMemory(filled));
        lines.Add((line.Leaf, filled, length));
        filled += length;
    }
}
