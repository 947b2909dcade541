using Hansard.Archive.Log;

namespace Hansard.Archive.Tests.Log;

/// <summary>The real disk, full for one file and what is written beside it to take its place, for as long as a test wants.</summary>
internal sealed class StubbornDisk : IRecordDisk
{
    private readonly PosixDisk disk = new();

    /// <summary>The path that takes no bytes; null for none.</summary>
    public string? Refuses { get; set; }

    public void CreateFolder(string folder) => disk.CreateFolder(folder);

    public IReadOnlyList<string> Files(string folder) => disk.Files(folder);

    public long? Length(string path) => disk.Length(path);

    public IRecordFile OpenOrCreate(string path) => new StubbornFile(this, path, disk.OpenOrCreate(path));

    public IRecordFile Open(string path) => new StubbornFile(this, path, disk.Open(path));

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void RenameNew(string from, string to) => disk.RenameNew(from, to);

    public void Remove(string path) => disk.Remove(path);

    public void RemoveFolder(string folder) => disk.RemoveFolder(folder);

    public void SyncFolder(string folder) => disk.SyncFolder(folder);

    public IDisposable Lock(string path) => disk.Lock(path);

    private sealed class StubbornFile(StubbornDisk owner, string path, IRecordFile file) : IRecordFile
    {
        public long Length => file.Length;

        public void Read(Span<byte> buffer, long offset) => file.Read(buffer, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            if (owner.Refuses is { } refused && path.StartsWith(refused, StringComparison.Ordinal)) throw new IOException("No space left on device (made by the test)");
            file.Write(bytes, offset);
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Sync() => file.Sync();

        public void Dispose() => file.Dispose();
    }
}
