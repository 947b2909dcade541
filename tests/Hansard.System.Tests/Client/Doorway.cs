using System.Net;
using System.Net.Sockets;

namespace Hansard.System.Tests.Client;

/// <summary>Takes connections on this machine and gives each to whoever serves it; disposing waits until all have been served.</summary>
internal sealed class Doorway : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<TcpClient, CancellationToken, Task> serve;
    private readonly Task running;

    /// <param name="port">0 for any.</param>
    /// <param name="serve">Told to stop when the doorway closes.</param>
    public Doorway(int port, Func<TcpClient, CancellationToken, Task> serve)
    {
        this.serve = serve;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        running = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

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
            while (true) open.Add(serve(await listener.AcceptTcpClientAsync(stopping.Token), stopping.Token));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }
}
