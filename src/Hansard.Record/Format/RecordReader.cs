namespace Hansard.Record.Format;

/// <summary>One line as it stands in a file.</summary>
/// <param name="Number">Of the line in its file, from 1.</param>
/// <param name="Utf8">Without the line feed; valid until the next line is asked for.</param>
public readonly record struct StoredLine(string File, int Number, ReadOnlyMemory<byte> Utf8)
{
    /// <exception cref="InvalidDataException">It is no line; the message names file, line and reason.</exception>
    public RecordLine Read() => LineReader.TryRead(Utf8, out var line, out var fault)
        ? line!
        : throw new InvalidDataException($"{File}:{Number}: {fault}");
}

/// <summary>Reads a record from its folder in the order in which it was written, in memory that does not grow with it.</summary>
public static class RecordReader
{
    /// <summary>Far above any line that is written; more without a line feed is no record.</summary>
    public const int MaximumLineBytes = 16 * 1024 * 1024;

    /// <summary>The record's lines but those that were removed. A last line without its line feed is still being written and is left out too.</summary>
    public static IEnumerable<RecordLine> Lines(RecordLayout layout) => StoredLines(layout).Where(stored => !RemovedLine.TryRead(stored.Utf8, out _)).Select(stored => stored.Read());

    public static IEnumerable<StoredLine> StoredLines(RecordLayout layout)
    {
        if (!Directory.Exists(layout.MessagesFolder)) return [];
        return layout.InOrder(Directory.EnumerateFiles(layout.MessagesFolder)).SelectMany(StoredLines);
    }

    public static IEnumerable<HeadLine> Heads(RecordLayout layout)
    {
        if (!File.Exists(layout.HeadsFile)) yield break;
        foreach (var stored in StoredLines(layout.HeadsFile))
            yield return HeadLine.TryRead(stored.Utf8, out var head) ? head! : throw new InvalidDataException($"{stored.File}:{stored.Number}: no head line");
    }

    /// <summary>The whole lines of one file.</summary>
    public static IEnumerable<StoredLine> StoredLines(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        foreach (var line in StoredLines(stream, file)) yield return line;
    }

    /// <summary>The whole lines of a file that is elsewhere.</summary>
    /// <param name="file">What it is called, for people.</param>
    public static IEnumerable<StoredLine> StoredLines(Stream stream, string file)
    {
        var buffer = new byte[1 << 16];
        int filled = 0, number = 0;
        while (true)
        {
            if (filled == MaximumLineBytes) throw new InvalidDataException($"{file}:{number + 1}: longer than {MaximumLineBytes} bytes");
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = stream.Read(buffer, filled, buffer.Length - filled);
            if (read == 0) yield break;
            // What was there before held no line feed, so only the new bytes are searched.
            int start = 0, search = filled;
            filled += read;
            while (buffer.AsSpan(search, filled - search).IndexOf((byte)'\n') is var at && at >= 0)
            {
                var end = search + at;
                yield return new StoredLine(file, ++number, buffer.AsMemory(start, end - start));
                start = search = end + 1;
            }
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
        }
    }
}
