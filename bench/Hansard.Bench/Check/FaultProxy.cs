using System.Net;
using System.Net.Sockets;
using Hansard.Bench.Wire;

namespace Hansard.Bench.Check;

/// <summary>Stands between client and server and does one <see cref="Fault"/> to what the server sends.</summary>
internal sealed class FaultProxy : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> sockets = [];
    private readonly IPEndPoint server;
    private readonly Fault fault;

    public FaultProxy(IPEndPoint server, Fault fault)
    {
        (this.server, this.fault) = (server, fault);
        listener.Start();
        Begin(Accept);
    }

    public IPEndPoint Address => (IPEndPoint)listener.LocalEndpoint;

    public void Dispose()
    {
        listener.Dispose();
        lock (sockets) sockets.ForEach(socket => socket.Dispose());
    }

    /// <summary>Each direction has a thread, which ends when a socket does.</summary>
    private static void Begin(Action pump)
    {
        var thread = new Thread(() => Run(pump)) { IsBackground = true };
        thread.Start();
    }

    private static void Run(Action pump)
    {
        try
        {
            pump();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Either side hung up, or the proxy was closed.
        }
    }

    private void Accept()
    {
        while (true)
        {
            var client = Owned(listener.AcceptSocket());
            var upstream = Owned(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            upstream.Connect(server);
            Begin(() => Copy(client, upstream));
            Begin(() => Spoil(upstream, client));
        }
    }

    private static void Copy(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        for (int count; (count = from.Receive(buffer)) > 0;) to.Send(buffer.AsSpan(0, count));
        to.Shutdown(SocketShutdown.Both);
    }

    private void Spoil(Socket from, Socket to)
    {
        var passage = new Fault.Passage();
        var waiting = new List<byte>();
        var buffer = new byte[BufferBytes];
        var upgraded = false;
        for (int count; (count = from.Receive(buffer)) > 0;)
        {
            waiting.AddRange(buffer.AsSpan(0, count));
            var bytes = waiting.ToArray();
            var passed = 0;
            if (!upgraded)
            {
                passed = bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
                if (passed < 4) continue;
                upgraded = true;
                to.Send(bytes.AsSpan(0, passed));
            }
            while (FrameHeader.TryRead(bytes.AsSpan(passed), out var header) && passed + header.TotalBytes <= bytes.Length)
            {
                foreach (var frame in fault.Apply(bytes[passed..(passed + (int)header.TotalBytes)], passage)) to.Send(frame);
                passed += (int)header.TotalBytes;
            }
            waiting.RemoveRange(0, passed);
        }
        to.Shutdown(SocketShutdown.Both);
    }

    private Socket Owned(Socket socket)
    {
        socket.NoDelay = true;
        lock (sockets) sockets.Add(socket);
        return socket;
    }
}
