using System.Net.Sockets;
using Hansard.System.Tests.Client;
using Hansard.TestPorts;

namespace Hansard.System.Tests.Recording;

/// <summary>Stands where URLs of files lead to, before the server: lets everything pass, or nothing, or holds what comes down after so many bytes.</summary>
internal sealed class FileGate : IAsyncDisposable
{
    private readonly Doorway door;
    private readonly Uri server;
    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FileGate(Uri server)
    {
        this.server = server;
        door = new Doorway(Ports.Free(), ServeAsync);
    }

    public Uri Address => door.Address;

    public bool IsShut { get; set; }

    /// <summary>Bytes of one connection after which it holds what the server sends.</summary>
    public long HoldsAfter { get; set; } = long.MaxValue;

    /// <summary>Completes when something is held.</summary>
    public Task Held => held.Task;

    public ValueTask DisposeAsync() => door.DisposeAsync();

    private async Task ServeAsync(TcpClient near, CancellationToken stop)
    {
        using var _ = near;
        if (IsShut) return;
        using TcpClient far = new();
        try
        {
            await far.ConnectAsync(server.Host, server.Port, stop);
            await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream(), long.MaxValue, stop), CopyAsync(far.GetStream(), near.GetStream(), HoldsAfter, stop));
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException)
        {
            // One of the three has hung up.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, long most, CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        long copied = 0;
        for (int read; (read = await from.ReadAsync(buffer, stop)) > 0;)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), stop);
            if ((copied += read) < most) continue;
            held.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
        }
    }
}
