using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hansard.Record.Format;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Archive.Search;

/// <summary>The message files of a record as an index reads them: by number, while the recorder goes on writing and closing them.</summary>
internal sealed class RecordFiles(RecordLayout layout)
{
    /// <summary>Bytes before a place by which a file is known again.</summary>
    private const int TailBytes = 4096;

    private const int BlockBytes = 1 << 20;

    /// <summary>Paths in the order in which they were written.</summary>
    public IReadOnlyList<string> List() => Directory.Exists(layout.MessagesFolder) ? layout.InOrder(Directory.EnumerateFiles(layout.MessagesFolder)) : [];

    public bool IsClosed(string path) => layout.IsClosedFile(path);

    /// <summary>Opens the file of a number: the name of the current one may lead to its successor by now, which a second look at the folder shows.</summary>
    /// <returns>Null where the folder changed meanwhile; ask again.</returns>
    public SafeFileHandle? TryOpen(IReadOnlyList<string> list, int number)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(list[number], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (List().SequenceEqual(list)) return handle;
        }
        catch (FileNotFoundException)
        {
            // It was closed and has its other name now.
        }
        handle?.Dispose();
        return null;
    }

    /// <summary>Lines that the record's checkpoint covers, and only those may be indexed: what stands behind it may still be taken back. As many as there are where the record has no log.</summary>
    public long SealedLines()
    {
        if (!File.Exists(layout.CheckpointFile)) return long.MaxValue;
        var lines = Encoding.UTF8.GetString(File.ReadAllBytes(layout.CheckpointFile)).Split('\n');
        return lines.Length > 1 && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0;
    }

    /// <summary>The same, 0 where nothing says how many.</summary>
    public long CountSealed() => SealedLines() is var lines && lines == long.MaxValue ? 0 : lines;

    /// <summary>Hash of a closed file's manifest, null while there is none. A file that was written anew has a new one.</summary>
    public static byte[]? ManifestHash(string closedFile)
    {
        var manifest = RecordLayout.ManifestOf(closedFile);
        return File.Exists(manifest) ? SHA256.HashData(File.ReadAllBytes(manifest)) : null;
    }

    /// <summary>Hash of what stands before an offset.</summary>
    public static byte[] Tail(SafeFileHandle file, long offset)
    {
        var bytes = new byte[(int)Math.Min(offset, TailBytes)];
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), offset - bytes.Length + read) is var more and > 0) read += more;
        return SHA256.HashData(bytes.AsSpan(0, read));
    }

    /// <summary>The whole lines from an offset on, without their line feeds; each valid until the next is asked for.</summary>
    public static IEnumerable<(long Offset, ReadOnlyMemory<byte> Line)> Lines(SafeFileHandle file, long offset)
    {
        var buffer = new byte[BlockBytes];
        int filled = 0, search = 0;
        while (true)
        {
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = RandomAccess.Read(file, buffer.AsSpan(filled), offset + filled);
            if (read == 0) yield break;
            filled += read;
            var start = 0;
            while (buffer.AsSpan(search, filled - search).IndexOf((byte)'\n') is var at && at >= 0)
            {
                var end = search + at;
                yield return (offset + start, buffer.AsMemory(start, end - start));
                start = search = end + 1;
            }
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            search = filled;
            offset += start;
        }
    }
}
