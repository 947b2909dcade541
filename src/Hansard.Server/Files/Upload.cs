using System.Security.Cryptography;

namespace Hansard.Server.Files;

/// <summary>An upload that is under way in this process: whose turn it is, and the hash of what has come so far.</summary>
internal sealed class Upload : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private CancellationTokenSource? running;

    /// <summary>Over the first <see cref="HashedBytes"/> bytes.</summary>
    private IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long HashedBytes { get; private set; }

    /// <summary>Transfers that use it now or wait for their turn; changed by <see cref="Uploads"/> alone.</summary>
    public int Users { get; set; }

    /// <summary>
    /// Waits for its turn and interrupts whoever has it: a client that comes again has lost its former connection, which the server may not have noticed.
    /// </summary>
    /// <returns>Cancelled when the next one comes.</returns>
    public async Task<CancellationTokenSource> Enter(CancellationToken cancellation)
    {
        if (Volatile.Read(ref running) is { } former) Interrupt(former);
        await turn.WaitAsync(cancellation);
        CancellationTokenSource mine = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Volatile.Write(ref running, mine);
        return mine;
    }

    public void Leave(CancellationTokenSource mine)
    {
        Volatile.Write(ref running, null);
        mine.Dispose();
        turn.Release();
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        HashedBytes += bytes.Length;
    }

    /// <summary>What was hashed is not what is on the disk: the next transfer reads it from there.</summary>
    public void Forget()
    {
        hash.Dispose();
        hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        HashedBytes = 0;
    }

    public string Sha256() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public void Dispose()
    {
        hash.Dispose();
        turn.Dispose();
    }

    private static void Interrupt(CancellationTokenSource former)
    {
        try
        {
            former.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }
}
