using Hansard.Archive.Log;

namespace Hansard.Archive.Tests.Log;

/// <summary>
/// The real disk, whose n-th operation fails once, the way disks do: half of a write arrives, a failed flush loses what it should have made durable.
/// </summary>
/// <param name="failing">Which operation, from 0.</param>
/// <param name="late">Whether a rename that is reported as failed has happened all the same.</param>
/// <param name="error">What the disk says; null for that it is full.</param>
internal sealed class FailingDisk(int failing, bool late = false, Exception? error = null) : IRecordDisk
{
    private readonly PosixDisk disk = new();
    private int operations;

    /// <summary>What failed; null while nothing has.</summary>
    public string? Failed { get; private set; }

    private void Ask(string operation, Action? damage = null)
    {
        if (operations++ != failing) return;
        Failed = operation;
        damage?.Invoke();
        throw error ?? new IOException("No space left on device (made by the test)");
    }

    public void CreateFolder(string folder)
    {
        Ask(nameof(CreateFolder));
        disk.CreateFolder(folder);
    }

    public IReadOnlyList<string> Files(string folder)
    {
        Ask(nameof(Files));
        return disk.Files(folder);
    }

    public long? Length(string path)
    {
        Ask(nameof(Length));
        return disk.Length(path);
    }

    public IRecordFile OpenOrCreate(string path)
    {
        Ask(nameof(OpenOrCreate));
        return new FailingFile(this, disk.OpenOrCreate(path));
    }

    public IRecordFile Open(string path)
    {
        Ask(nameof(Open));
        return new FailingFile(this, disk.Open(path));
    }

    public void Rename(string from, string to)
    {
        Ask(nameof(Rename), late ? () => disk.Rename(from, to) : null);
        disk.Rename(from, to);
    }

    public void RenameNew(string from, string to)
    {
        Ask(nameof(RenameNew), late ? () => disk.RenameNew(from, to) : null);
        disk.RenameNew(from, to);
    }

    public void Remove(string path)
    {
        Ask(nameof(Remove), late ? () => disk.Remove(path) : null);
        disk.Remove(path);
    }

    public void RemoveFolder(string folder)
    {
        Ask(nameof(RemoveFolder));
        disk.RemoveFolder(folder);
    }

    public void SyncFolder(string folder)
    {
        Ask(nameof(SyncFolder));
        disk.SyncFolder(folder);
    }

    public IDisposable Lock(string path) => disk.Lock(path);

    private sealed class FailingFile(FailingDisk owner, IRecordFile file) : IRecordFile
    {
        private long durable = file.Length;

        public long Length
        {
            get
            {
                owner.Ask(nameof(Length));
                return file.Length;
            }
        }

        public void Read(Span<byte> buffer, long offset)
        {
            owner.Ask(nameof(Read));
            file.Read(buffer, offset);
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var half = bytes[..(bytes.Length / 2)].ToArray();
            owner.Ask(nameof(Write), () => file.Write(half, offset));
            file.Write(bytes, offset);
        }

        public void Truncate(long length)
        {
            owner.Ask(nameof(Truncate));
            file.Truncate(length);
            durable = Math.Min(durable, length);
        }

        public void Sync()
        {
            owner.Ask(nameof(Sync), () =>
            {
                if (file.Length > durable) file.Write(new byte[file.Length - durable], durable);
            });
            file.Sync();
            durable = file.Length;
        }

        public void Dispose() => file.Dispose();
    }
}
