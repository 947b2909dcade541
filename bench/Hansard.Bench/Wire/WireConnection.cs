using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hansard.Bench.Wire;

/// <summary>
/// One WebSocket over one raw socket: frames are read in place from a single buffer and written by batches.
/// It blocks while a run is being set up and is driven by an <see cref="Epoll"/> afterwards.
/// </summary>
internal sealed class WireConnection : IDisposable
{
    private const int MaximumFrameBytes = 16 * 1024 * 1024;
    private const int SetupTimeoutMilliseconds = 30_000;
    private const int KeyBytes = 16;

    private readonly Socket socket;
    private byte[] incoming;
    private int unread;
    private int received;
    private byte[] outgoing;
    private int unsent;
    private int written;

    private WireConnection(Socket socket, int bufferBytes) =>
        (this.socket, incoming, outgoing) = (socket, new byte[bufferBytes], new byte[bufferBytes]);

    public int Descriptor => (int)socket.Handle;

    /// <summary>
    /// False: every frame is written by itself, as messages of people are. True: what there is to say after one read leaves in one write,
    /// which spares both sides most of their system calls.
    /// </summary>
    public bool Batches { get; init; }

    /// <summary>True while the kernel would not take all that was written.</summary>
    public bool HasUnsent => written > unsent;

    /// <summary>Connects and upgrades. The buffers start at <paramref name="bufferBytes"/> and grow with what passes through them.</summary>
    public static WireConnection Open(IPEndPoint server, string path, int bufferBytes, bool batches = false)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = SetupTimeoutMilliseconds,
            SendTimeout = SetupTimeoutMilliseconds,
        };
        try
        {
            socket.Connect(server);
            var connection = new WireConnection(socket, bufferBytes) { Batches = batches };
            connection.Upgrade(server, path);
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void StopBlocking() => socket.Blocking = false;

    /// <summary>Reads what the kernel has, once; false when it had nothing.</summary>
    public bool Fill()
    {
        if (unread == received) unread = received = 0;
        if (received == incoming.Length) MakeRoomToRead(received - unread + 1);
        var count = socket.Receive(incoming.AsSpan(received), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return false;
        if (error != SocketError.Success) throw new LoadFailure($"reading failed: {error}");
        if (count == 0) throw new LoadFailure("the server hung up");
        received += count;
        return true;
    }

    /// <summary>The payload of the next text frame, valid until the next <see cref="Fill"/>; control frames are dealt with here.</summary>
    public bool TryTake(out ReadOnlySpan<byte> payload)
    {
        while (FrameHeader.TryRead(incoming.AsSpan(unread, received - unread), out var header))
        {
            if (header.PayloadBytes is < 0 or > MaximumFrameBytes) throw new LoadFailure($"a frame of {header.PayloadBytes} bytes");
            if (header.TotalBytes > received - unread)
            {
                MakeRoomToRead((int)header.TotalBytes);
                break;
            }
            payload = incoming.AsSpan(unread + header.HeaderBytes, (int)header.PayloadBytes);
            unread += (int)header.TotalBytes;
            if (header is { Opcode: Opcode.Text, Final: true }) return true;
            Control(header, payload);
        }
        payload = default;
        return false;
    }

    /// <summary>Takes a whole frame to be sent; it leaves now or with the next <see cref="Flush"/>: see <see cref="Batches"/>.</summary>
    public void Write(ReadOnlySpan<byte> frame)
    {
        if (written + frame.Length > outgoing.Length) MakeRoomToWrite(frame.Length);
        frame.CopyTo(outgoing.AsSpan(written));
        written += frame.Length;
        if (!Batches) Flush();
    }

    public void Flush()
    {
        while (HasUnsent)
        {
            var count = socket.Send(outgoing.AsSpan(unsent, written - unsent), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return;
            if (error != SocketError.Success) throw new LoadFailure($"writing failed: {error}");
            unsent += count;
        }
        unsent = written = 0;
    }

    public void Dispose() => socket.Dispose();

    private void Upgrade(IPEndPoint server, string path)
    {
        var key = Convert.ToBase64String(new byte[KeyBytes]);
        Write(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"));
        Flush();
        int end;
        do Fill();
        while ((end = incoming.AsSpan(0, received).IndexOf("\r\n\r\n"u8)) < 0);
        if (!incoming.AsSpan(0, received).StartsWith("HTTP/1.1 101 "u8))
            throw new LoadFailure($"no upgrade at {path}: {Encoding.ASCII.GetString(incoming, 0, Math.Min(end, 80))}");
        unread = end + 4;
    }

    private void Control(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Opcode)
        {
            case Opcode.Ping:
                Write(FrameHeader.ClientFrame(Opcode.Pong, payload));
                break;
            case Opcode.Pong:
                break;
            case Opcode.Close:
                var code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 0;
                throw new LoadFailure($"the server closed with {code} {Encoding.UTF8.GetString(payload.Length > 2 ? payload[2..] : [])}");
            default:
                throw new LoadFailure($"unexpected frame: {header}");
        }
    }

    private void MakeRoomToRead(int frameBytes)
    {
        var kept = incoming.AsSpan(unread, received - unread);
        var target = frameBytes > incoming.Length ? new byte[Math.Max(frameBytes, incoming.Length * 2)] : incoming;
        kept.CopyTo(target);
        (incoming, received, unread) = (target, kept.Length, 0);
    }

    private void MakeRoomToWrite(int bytes)
    {
        var kept = outgoing.AsSpan(unsent, written - unsent);
        var target = kept.Length + bytes > outgoing.Length ? new byte[Math.Max(kept.Length + bytes, outgoing.Length * 2)] : outgoing;
        kept.CopyTo(target);
        (outgoing, written, unsent) = (target, kept.Length, 0);
    }
}
