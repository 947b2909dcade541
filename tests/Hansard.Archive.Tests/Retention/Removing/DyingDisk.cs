using Hansard.Archive.Log;

namespace Hansard.Archive.Tests.Retention.Removing;

/// <summary>The disk of a process that dies with its n-th operation: nothing comes after it, not even cleaning up.</summary>
internal sealed class DyingDisk(int dies) : IRecordDisk
{
    private readonly PosixDisk disk = new();
    private int operations;

    public void CreateFolder(string folder) => Live().CreateFolder(folder);

    public IReadOnlyList<string> Files(string folder) => Live().Files(folder);

    public long? Length(string path) => Live().Length(path);

    public IRecordFile OpenOrCreate(string path) => new DyingFile(this, Live().OpenOrCreate(path));

    public IRecordFile Open(string path) => new DyingFile(this, Live().Open(path));

    public void Rename(string from, string to) => Live().Rename(from, to);

    public void RenameNew(string from, string to) => Live().RenameNew(from, to);

    public void Remove(string path) => Live().Remove(path);

    public void RemoveFolder(string folder) => Live().RemoveFolder(folder);

    public void SyncFolder(string folder) => Live().SyncFolder(folder);

    public IDisposable Lock(string path) => disk.Lock(path);

    private PosixDisk Live() => operations++ < dies ? disk : throw new IOException("the process is dead (made by the test)");

    private sealed class DyingFile(DyingDisk owner, IRecordFile file) : IRecordFile
    {
        public long Length => Live().Length;

        public void Read(Span<byte> buffer, long offset) => Live().Read(buffer, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset) => Live().Write(bytes, offset);

        public void Truncate(long length) => Live().Truncate(length);

        public void Sync() => Live().Sync();

        public void Dispose() => file.Dispose();

        private IRecordFile Live()
        {
            owner.Live();
            return file;
        }
    }
}
