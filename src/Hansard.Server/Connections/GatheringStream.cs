using System.Buffers;

namespace Hansard.Server.Connections;

/// <summary>
/// The bytes under a WebSocket. While held, written frames gather in one buffer and leave in one write at <see cref="Release"/>:
/// with many small frames the system calls would otherwise cost more than the frames.
/// </summary>
internal sealed class GatheringStream(Stream inner) : Stream
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Lock gate = new();
    private ArrayBufferWriter<byte>? gathered;
    private volatile bool held;

    /// <summary>Largest buffer that is kept for the next time, in bytes.</summary>
    private const int KeptBytesMaximum = 4_096;

    public void Hold() => held = true;

    public async ValueTask Release(CancellationToken cancellation)
    {
        held = false;
        await FlushAsync(cancellation);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (gate) (gathered ??= new ArrayBufferWriter<byte>(Math.Max(256, buffer.Length))).Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        lock (gate) (gathered ??= new ArrayBufferWriter<byte>(count)).Write(buffer.AsSpan(offset, count));
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (held) return;
        await turn.WaitAsync(cancellationToken);
        try
        {
            ArrayBufferWriter<byte>? ready;
            lock (gate) (ready, gathered) = (gathered, null);
            if (ready is null || ready.WrittenCount == 0) return;
            await inner.WriteAsync(ready.WrittenMemory, cancellationToken);
            if (ready.Capacity > KeptBytesMaximum) return;
            ready.ResetWrittenCount();
            lock (gate) gathered ??= ready;
        }
        finally
        {
            turn.Release();
        }
    }

    public override void Flush() => FlushAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
