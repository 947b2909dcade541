namespace Hansard.Archive.Log;

/// <summary>
/// A file of lines that only grows. What <see cref="Append"/> returned from is on the disk; what it threw from is not in the file, however the
/// attempt ended: after a trouble the file is opened anew and cut to its last durable length, because a failed flush may have dropped the pages
/// that a second flush would then call written.
/// </summary>
public sealed class AppendFile : IDisposable
{
    /// <summary>Bytes at the end by which a file that went away and came back is known again.</summary>
    private const int RememberedBytes = 4096;

    private const int ScanBytes = 64 * 1024;

    private readonly IRecordDisk disk;
    private readonly string path;
    private IRecordFile? file;
    private byte[] remembered = [];

    private AppendFile(IRecordDisk disk, string path, IRecordFile file) => (this.disk, this.path, this.file) = (disk, path, file);

    /// <summary>Bytes of whole lines; durable from the first <see cref="CutTo"/> on.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes of the unfinished last line that opening found: of an append that never returned.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Opens or creates; what it holds then is durable and ends with a whole line.</summary>
    public static AppendFile Open(IRecordDisk disk, string path)
    {
        var opened = Inspect(disk, path);
        try
        {
            opened.CutTo(opened.Length);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Opens or creates, and changes nothing yet: <see cref="CutTo"/> must come before the first append.</summary>
    public static AppendFile Inspect(IRecordDisk disk, string path)
    {
        var file = disk.OpenOrCreate(path);
        try
        {
            var length = file.Length;
            var whole = EndOfLastLine(file, length);
            return new AppendFile(disk, path, file) { Length = whole, TornBytes = length - whole };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds whole lines with one write and one flush.</summary>
    /// <exception cref="RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        if (lines.IsEmpty) return;
        if (lines[^1] != (byte)'\n') throw new ArgumentException("a last line without its line feed", nameof(lines));
        try
        {
            file ??= Reopen();
            file.Write(lines, Length);
            file.Sync();
            DemandSameFile(Length + lines.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            file = null;
            throw new RecordHaltedException(path, e);
        }
        Length += lines.Length;
        Remember(lines);
    }

    /// <summary>The bytes from the offset to the end.</summary>
    public byte[] ReadFrom(long offset) => Read(offset, checked((int)(Length - offset)));

    /// <exception cref="RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public byte[] Read(long offset, int length)
    {
        try
        {
            var bytes = new byte[length];
            (file ??= Reopen()).Read(bytes, offset);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordHaltedException(path, e);
        }
    }

    /// <summary>Drops what is after the offset and makes the rest durable, the file's name included.</summary>
    public void CutTo(long offset)
    {
        file ??= Reopen();
        if (file.Length > offset) file.Truncate(offset);
        file.Sync();
        disk.SyncFolder(Path.GetDirectoryName(path)!);
        Length = offset;
        remembered = ReadFrom(Math.Max(0, offset - RememberedBytes));
    }

    public void Dispose() => file?.Dispose();

    private IRecordFile Reopen()
    {
        var reopened = disk.Open(path);
        try
        {
            if (reopened.Length < Length) throw new IOException($"it has {reopened.Length} bytes, {Length} were written");
            var end = new byte[remembered.Length];
            reopened.Read(end, Length - end.Length);
            if (!end.AsSpan().SequenceEqual(remembered)) throw new IOException("it is not the file that was written");
            reopened.Truncate(Length);
            reopened.Sync();
            return reopened;
        }
        catch
        {
            reopened.Dispose();
            throw;
        }
    }

    /// <summary>A file that was moved or removed takes writes as if nothing had happened; whoever looks for the record would not find them.</summary>
    private void DemandSameFile(long expected)
    {
        var found = disk.Length(path) ?? throw new FileNotFoundException("it is gone");
        if (found != expected) throw new IOException($"it has {found} bytes, {expected} were written");
    }

    private void Remember(ReadOnlySpan<byte> lines) => remembered = lines.Length >= RememberedBytes
        ? lines[^RememberedBytes..].ToArray()
        : [.. remembered.AsSpan(Math.Max(0, remembered.Length + lines.Length - RememberedBytes)), .. lines];

    private static long EndOfLastLine(IRecordFile file, long length)
    {
        var buffer = new byte[ScanBytes];
        for (var end = length; end > 0;)
        {
            var block = buffer.AsSpan(0, (int)Math.Min(end, ScanBytes));
            file.Read(block, end - block.Length);
            var at = block.LastIndexOf((byte)'\n');
            if (at >= 0) return end - block.Length + at + 1;
            end -= block.Length;
        }
        return 0;
    }
}
