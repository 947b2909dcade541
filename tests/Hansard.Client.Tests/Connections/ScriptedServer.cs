using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Frames;

namespace Hansard.Client.Tests.Connections;

/// <summary>
/// A real listener that does what a test tells it, also what a good server never does. Each connection is given to the script in turn;
/// when the script is done the socket is cut without a goodbye.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<ServerSide, Task> script;
    private readonly Task accepting;
    private int accepted;

    public ScriptedServer(Func<ServerSide, Task> script)
    {
        this.script = script;
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public ConnectionSettings Settings => new(Address) { ConnectTimeout = Patience.Longest };

    public async Task<MessengerConnection> ConnectAsync() =>
        (await MessengerConnection.ConnectAsync(Settings, Patience.Token)).Value;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var scripts = new List<Task>();
        try
        {
            while (true) scripts.Add(RunAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(scripts);
        }
    }

    private async Task RunAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                // A client may be closed while it is still connecting.
                if (await ShakeHandsAsync(stream) is not { } path) return;
                using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
                await script(new ServerSide(socket, path, Interlocked.Increment(ref accepted), stopping.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
            {
                // The test ended, or the client went away: both are for the test to judge.
            }
        }
    }

    /// <summary>The path that was asked for; null where the client went away before it had asked.</summary>
    private async Task<string?> ShakeHandsAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        var one = new byte[1];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, stopping.Token) == 0) return null;
            request.Append((char)one[0]);
        }
        var lines = request.ToString().Split("\r\n");
        var key = lines.Single(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(' ', 2)[1].Trim();
#pragma warning disable CA5350 // RFC 6455, 4.2.2 asks for SHA-1; nothing is protected by it.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        var answer = $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stopping.Token);
        return lines[0].Split(' ')[1];
    }
}

/// <summary>The server's end of one connection. <paramref name="number"/> counts from 1.</summary>
internal sealed class ServerSide(WebSocket socket, string path, int number, CancellationToken stopping)
{
    public string Path => path;
    public int Number => number;

    public async Task<Frame> ReceiveAsync()
    {
        var bytes = new byte[Limits.FrameBytes];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(bytes.AsMemory(length), stopping);
            if (part.MessageType is WebSocketMessageType.Close) throw new WebSocketException("the client closed");
            length += part.Count;
            if (part.EndOfMessage) break;
        }
        return FrameReader.TryRead(bytes.AsMemory(0, length), out var frame, out var fault) ? frame : throw new WebSocketException(fault.Description);
    }

    public Task SendAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, stopping);

    public Task TellAsync<T>(T notification) where T : class, INotification => SendAsync(Encoding.UTF8.GetString(FrameWriter.ToBytes(notification)));

    public Task ReplyAsync<T>(Frame request, T body) where T : class, IResponse =>
        SendAsync(Encoding.UTF8.GetString(FrameWriter.ToBytes(body, request.Id)));

    public Task CloseAsync(WebSocketCloseStatus code, string reason) => socket.CloseOutputAsync(code, reason, stopping);

    /// <summary>Until the client leaves or the test ends.</summary>
    public async Task IdleAsync()
    {
        while (true) await ReceiveAsync();
    }
}
