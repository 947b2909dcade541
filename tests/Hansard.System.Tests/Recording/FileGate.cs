using System.Net;
using System.Net.Sockets;
using Hansard.TestPorts;

namespace Hansard.System.Tests.Recording;

/// <summary>Stands where URLs of files lead to, before the server: lets everything pass, or nothing, or holds what comes down after so many bytes.</summary>
internal sealed class FileGate : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly Uri server;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task running;

    public FileGate(Uri server)
    {
        this.server = server;
        listener = new TcpListener(IPAddress.Loopback, Ports.Free());
        listener.Start();
        running = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public bool IsShut { get; set; }

    /// <summary>Bytes of one connection after which it holds what the server sends.</summary>
    public long HoldsAfter { get; set; } = long.MaxValue;

    /// <summary>Completes when something is held.</summary>
    public Task Held => held.Task;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await running;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> open = [];
        try
        {
            while (true) open.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using var _ = near;
        if (IsShut) return;
        using TcpClient far = new();
        try
        {
            await far.ConnectAsync(server.Host, server.Port, stopping.Token);
            await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream(), long.MaxValue), CopyAsync(far.GetStream(), near.GetStream(), HoldsAfter));
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException)
        {
            // One of the three has hung up.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, long most)
    {
        var buffer = new byte[16 * 1024];
        long copied = 0;
        for (int read; (read = await from.ReadAsync(buffer, stopping.Token)) > 0;)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), stopping.Token);
            if ((copied += read) < most) continue;
            held.TrySetResult();
            await Task.Delay(Timeout.Infinite, stopping.Token);
        }
    }
}
