using Hansard.Server.Files;

namespace Hansard.Server.Tests.Files;

/// <summary>A folder on a disk that has room for so many bytes, or that breaks, by the numbers of Linux. What fits is really there.</summary>
internal sealed class FailingDisk(string root) : IFileDisk
{
    public const int NoSpace = 28, BrokenDisk = 5;

    private readonly FileDisk disk = new(root);
    private int waiting;

    /// <summary>Bytes that may still be written.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>What writing more fails with.</summary>
    public int Error { get; set; } = NoSpace;

    /// <summary>Whether bringing to the disk fails.</summary>
    public bool SyncFails { get; set; }

    /// <summary>Not null: what is written waits for this.</summary>
    public TaskCompletionSource? Held { get; set; }

    /// <summary>Writes that wait.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    public Stream OpenUnfinished(string name, long length) => new Limited(this, (FileStream)disk.OpenUnfinished(name, length));

    public void Sync(Stream unfinished)
    {
        if (SyncFails) throw new IOException("Broken.", BrokenDisk);
        disk.Sync(((Limited)unfinished).Inner);
    }

    public void Keep(string name) => disk.Keep(name);

    public FileStream OpenWhole(string name) => disk.OpenWhole(name);

    public void Remove(string name) => disk.Remove(name);

    public IEnumerable<string> Names() => disk.Names();

    private sealed class Limited(FailingDisk owner, FileStream inner) : Stream
    {
        public FileStream Inner => inner;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count)
        {
            int fits = (int)Math.Min(count, owner.Room);
            inner.Write(buffer, offset, fits);
            owner.Room -= fits;
            if (fits < count) throw new IOException("The disk says no.", owner.Error);
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (owner.Held is { } held)
            {
                Interlocked.Increment(ref owner.waiting);
                await held.Task;
                Interlocked.Decrement(ref owner.waiting);
            }
            Write(buffer.ToArray(), 0, buffer.Length);
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
