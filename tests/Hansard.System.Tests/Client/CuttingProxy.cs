using System.Net.Sockets;

namespace Hansard.System.Tests.Client;

/// <summary>Stands between a client and a server, and cuts each of its first connections after so many bytes, one way or the other.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly Doorway door;
    private readonly Uri server;
    private int cutsLeft;
    private int cuts;

    public CuttingProxy(Uri server)
    {
        this.server = server;
        door = new Doorway(0, ServeAsync);
    }

    public Uri Address => door.Address;

    /// <summary>Bytes after which a connection is cut.</summary>
    public long After { get; set; }

    /// <summary>How many connections are still to be cut.</summary>
    public int CutsLeft
    {
        set => Volatile.Write(ref cutsLeft, value);
    }

    /// <summary>How many were.</summary>
    public int Cuts => Volatile.Read(ref cuts);

    public ValueTask DisposeAsync() => door.DisposeAsync();

    private async Task ServeAsync(TcpClient near, CancellationToken stop)
    {
        using TcpClient far = new();
        using (near)
        {
            await far.ConnectAsync(server.Host, server.Port, stop);
            using CancellationTokenSource cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream(), cut), CopyAsync(far.GetStream(), near.GetStream(), cut));
            await cut.CancelAsync();
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationTokenSource cut)
    {
        var buffer = new byte[16 * 1024];
        long copied = 0;
        try
        {
            for (int read; (read = await from.ReadAsync(buffer, cut.Token)) > 0;)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cut.Token);
                if ((copied += read) < After || Interlocked.Decrement(ref cutsLeft) < 0) continue;
                Interlocked.Increment(ref cuts);
                return;
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two has hung up.
        }
    }
}
