using Hansard.Record.Format;

namespace Hansard.Archive.Log;

/// <summary>The whole lines of a part of a file, one after the other, in memory that does not grow with it.</summary>
internal static class LineScan
{
    private const int BlockBytes = 1 << 18;

    /// <param name="path">For what is wrong with it.</param>
    /// <param name="to">Where a line ends.</param>
    /// <returns>With their line feeds; each valid until the next is asked for.</returns>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(IRecordFile file, string path, long to)
    {
        long from = 0;
        var buffer = new byte[BlockBytes];
        var filled = 0;
        while (from < to || filled > 0)
        {
            if (from == to || filled >= RecordReader.MaximumLineBytes) throw new RecordDamagedException(path, from - filled, "a line without its line feed");
            if (filled == buffer.Length) Array.Resize(ref buffer, filled * 2);
            var read = (int)Math.Min(buffer.Length - filled, to - from);
            file.Read(buffer.AsSpan(filled, read), from);
            from += read;
            filled += read;
            var start = 0;
            while (buffer.AsSpan(start, filled - start).IndexOf((byte)'\n') is var length && length >= 0)
            {
                yield return buffer.AsMemory(start, length + 1);
                start += length + 1;
            }
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
        }
    }

    /// <summary>How many lines there are.</summary>
    public static long Count(IRecordFile file, long to)
    {
        var buffer = new byte[BlockBytes];
        long lines = 0;
        for (long from = 0; from < to; from += buffer.Length)
        {
            var block = buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - from));
            file.Read(block, from);
            lines += block.Count((byte)'\n');
        }
        return lines;
    }
}
