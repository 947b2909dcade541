using System.Globalization;
using System.Text.Json;
using Hansard.Record.Format;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Recorder.Reading;

/// <summary>Finds a fact's line in a record of any size by halving: lines stand in the order of their facts, and only completions stand behind.</summary>
internal static class RecordSeek
{
    /// <summary>Below this many bytes lines are read one after the other.</summary>
    private const int ShortBytes = 256 * 1024;

    private const int FirstReadBytes = 16 * 1024;

    /// <summary>The first line of a fact as it was first recorded; null where it is not in the record, or was removed.</summary>
    public static RecordLine? At(RecordLayout layout, long seq)
    {
        if (FileOf(layout, seq) is not { } path) return null;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        for (var at = StartBefore(file, seq); NextLine(file, at) is { } line; at += line.Length + 1)
        {
            if (PositionOf(line) is not { Revision: 0 } position || position.Seq < seq) continue;
            return position.Seq == seq && LineReader.TryRead(line, out var read, out _) ? read : null;
        }
        return null;
    }

    /// <summary>The lines of a fact and of all after it, in the record's order with the completions among them.</summary>
    public static IEnumerable<RecordLine> From(RecordLayout layout, long seq)
    {
        if (!Directory.Exists(layout.MessagesFolder)) yield break;
        foreach (var path in layout.InOrder(Directory.EnumerateFiles(layout.MessagesFolder)))
        {
            if (layout.IsClosedFile(path) && LastOf(path) < seq) continue;
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            for (var at = StartBefore(file, seq); NextLine(file, at) is { } line; at += line.Length + 1)
                if (LineReader.TryRead(line, out var read, out _) && read!.Hansard is { Position: var position } && (position.Seq >= seq || position.Revision > 0)) yield return read;
        }
    }

    private static string? FileOf(RecordLayout layout, long seq)
    {
        if (!Directory.Exists(layout.MessagesFolder)) return null;
        var closed = Directory.EnumerateFiles(layout.MessagesFolder).FirstOrDefault(path => layout.IsClosedFile(path) && LastOf(path) >= seq && FirstOf(path) <= seq);
        return closed ?? (File.Exists(layout.CurrentFile) ? layout.CurrentFile : null);
    }

    /// <summary>An offset at which a line begins, at or before the fact's first line and near it.</summary>
    private static long StartBefore(SafeFileHandle file, long seq)
    {
        long low = 0, high = RandomAccess.GetLength(file);
        while (high - low > ShortBytes)
        {
            var middle = low + (high - low) / 2;
            var at = EndOfLine(file, middle);
            var found = FirstRecorded(file, at, high);
            if (found is { } line && line.Position.Seq < seq) low = line.Start;
            else high = middle;
        }
        return low;
    }

    /// <summary>The first line from here that is no completion.</summary>
    private static (long Start, LinePosition Position)? FirstRecorded(SafeFileHandle file, long at, long end)
    {
        while (at < end && NextLine(file, at) is { } line)
        {
            if (PositionOf(line) is { Revision: 0 } position) return (at, position);
            at += line.Length + 1;
        }
        return null;
    }

    private static long EndOfLine(SafeFileHandle file, long at) => NextLine(file, at) is { } rest ? at + rest.Length + 1 : RandomAccess.GetLength(file);

    /// <summary>From an offset to the next line feed, without it; null where there is none.</summary>
    private static byte[]? NextLine(SafeFileHandle file, long at)
    {
        for (var size = FirstReadBytes; size <= RecordReader.MaximumLineBytes; size *= 2)
        {
            var buffer = new byte[size];
            var read = RandomAccess.Read(file, buffer, at);
            var end = buffer.AsSpan(0, read).IndexOf((byte)'\n');
            if (end >= 0) return buffer[..end];
            if (read < size) return null;
        }
        return null;
    }

    /// <summary>Also of a line that was removed and holds nothing else any more.</summary>
    private static LinePosition? PositionOf(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.TryGetProperty("hansard", out var hansard)
            && hansard.TryGetProperty("seq", out var seq) && hansard.TryGetProperty("revision", out var revision)
            ? new LinePosition(seq.GetInt64(), Revision: revision.GetInt32())
            : null;
    }

    private static long FirstOf(string closed) => Number(closed, fromEnd: 2);

    private static long LastOf(string closed) => Number(closed, fromEnd: 1);

    private static long Number(string closed, int fromEnd) =>
        long.Parse(Path.GetFileNameWithoutExtension(closed).Split('_')[^1].Split('-')[^fromEnd], CultureInfo.InvariantCulture);
}
