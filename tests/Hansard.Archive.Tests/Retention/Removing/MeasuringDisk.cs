using Hansard.Archive.Log;

namespace Hansard.Archive.Tests.Retention.Removing;

/// <summary>The disk, which notes how much is asked of it at once.</summary>
internal sealed class MeasuringDisk : IRecordDisk
{
    private readonly PosixDisk disk = new();
    private long read, written;

    /// <summary>Of one reading or writing.</summary>
    public long LargestBytes { get; private set; }

    /// <summary>Bytes that were read and not written yet, at most, while anything is written.</summary>
    public long FurthestAhead { get; private set; }

    public void CreateFolder(string folder) => disk.CreateFolder(folder);

    public IReadOnlyList<string> Files(string folder) => disk.Files(folder);

    public long? Length(string path) => disk.Length(path);

    public IRecordFile OpenOrCreate(string path) => new MeasuredFile(this, disk.OpenOrCreate(path));

    public IRecordFile Open(string path) => new MeasuredFile(this, disk.Open(path));

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void RenameNew(string from, string to) => disk.RenameNew(from, to);

    public void Remove(string path) => disk.Remove(path);

    public void RemoveFolder(string folder) => disk.RemoveFolder(folder);

    public void SyncFolder(string folder) => disk.SyncFolder(folder);

    public IDisposable Lock(string path) => disk.Lock(path);

    private sealed class MeasuredFile(MeasuringDisk owner, IRecordFile file) : IRecordFile
    {
        public long Length => file.Length;

        public void Read(Span<byte> buffer, long offset)
        {
            owner.LargestBytes = Math.Max(owner.LargestBytes, buffer.Length);
            owner.read += buffer.Length;
            file.Read(buffer, offset);
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            owner.LargestBytes = Math.Max(owner.LargestBytes, bytes.Length);
            owner.FurthestAhead = Math.Max(owner.FurthestAhead, owner.read - owner.written);
            owner.written += bytes.Length;
            file.Write(bytes, offset);
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Sync() => file.Sync();

        public void Dispose() => file.Dispose();
    }
}
