using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.Server.Tests.Connections;

/// <summary>RFC 6455, section 5.2.</summary>
internal enum Opcode : byte
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

/// <summary>A peer made of bytes, so that it can do what no proper client does: fragment as it likes, answer no close, never read.</summary>
internal sealed class RawSocket : IAsyncDisposable
{
    private const byte FinalBit = 0x80, MaskBit = 0x80;
    private const int ShortLength = 125, TwoByteLength = 126, EightByteLength = 127, MaskBytes = 4;

    private readonly Socket socket;
    private readonly NetworkStream stream;
    private readonly CancellationTokenSource patience = Patience.New();
    private readonly SemaphoreSlim writing = new(1);

    private RawSocket(Socket socket)
    {
        this.socket = socket;
        stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <param name="receiveBufferBytes">How much the operating system takes in for a peer that does not read.</param>
    public static async Task<RawSocket> Connect(TestServer server, int receiveBufferBytes = 64 * 1024, string path = "/ws")
    {
        Uri url = new(server.Server.Urls[0]);
        Socket tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = receiveBufferBytes };
        await tcp.ConnectAsync(new IPEndPoint(IPAddress.Loopback, url.Port), TestContext.Current.CancellationToken);
        RawSocket raw = new(tcp);
        string request = $"GET {path} HTTP/1.1\r\nHost: {url.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await raw.stream.WriteAsync(Encoding.ASCII.GetBytes(request), raw.patience.Token);
        Assert.StartsWith("HTTP/1.1 101 ", await raw.ReadHead(), StringComparison.Ordinal);
        return raw;
    }

    private async Task<string> ReadHead()
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, patience.Token);
            head.Append((char)one[0]);
        }
        return head.ToString();
    }

    public Task Send(string text) => Send(Opcode.Text, Encoding.UTF8.GetBytes(text));

    public Task Send(Opcode opcode, ReadOnlyMemory<byte> payload, bool final = true) => SendBytes(Frame(opcode, payload, final));

    /// <summary>A frame as a client sends it. It is masked with zeros, which change nothing.</summary>
    public static byte[] Frame(Opcode opcode, ReadOnlyMemory<byte> payload, bool final = true)
    {
        List<byte> frame = [(byte)((byte)opcode | (final ? FinalBit : 0))];
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
        if (payload.Length <= ShortLength)
        {
            frame.Add((byte)(MaskBit | payload.Length));
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            frame.Add(MaskBit | TwoByteLength);
            frame.AddRange(length[6..]);
        }
        else
        {
            frame.Add(MaskBit | EightByteLength);
            frame.AddRange(length);
        }
        frame.AddRange(new byte[MaskBytes]);
        frame.AddRange(payload.Span);
        return [.. frame];
    }

    /// <summary>A request as the bytes of a frame, to be sent together with others.</summary>
    public static byte[] Request(string type, object id, object body) =>
        Frame(Opcode.Text, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["type"] = type, ["id"] = id, ["body"] = body }));

    public async Task SignIn(TestPerson person)
    {
        await SendBytes(Request("RequestAuthenticationByApplication", 0, new { userId = person.UserId, uuid = person.ApplicationUuid }));
        Assert.Equal("ok", (string)(await Json())["body"]!["status"]!);
    }

    /// <summary>The next frame, which must be text.</summary>
    public async Task<JsonObject> Json()
    {
        (Opcode opcode, byte[] payload) = await Receive() ?? throw new InvalidOperationException("The server hung up instead of answering.");
        return opcode is Opcode.Text ? JsonNode.Parse(payload)!.AsObject() : throw new InvalidOperationException($"The server sent a {opcode} instead of an answer.");
    }

    /// <summary>The next frame that is no notification.</summary>
    public async Task<JsonObject> Reply()
    {
        JsonObject frame = await Json();
        while (!frame.ContainsKey("id")) frame = await Json();
        return frame;
    }

    /// <summary>Many frames in one write.</summary>
    public async Task SendBytes(ReadOnlyMemory<byte> frames)
    {
        patience.Restart();
        await writing.WaitAsync(patience.Token);
        try
        {
            await stream.WriteAsync(frames, patience.Token);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>The next frame but a ping, which is answered; null when the server has closed the connection itself, cleanly or not.</summary>
    public async Task<(Opcode Opcode, byte[] Payload)?> Receive()
    {
        patience.Restart();
        try
        {
            while (true)
            {
                byte[] head = new byte[2];
                await stream.ReadExactlyAsync(head, patience.Token);
                byte[] payload = new byte[await Length(head[1])];
                await stream.ReadExactlyAsync(payload, patience.Token);
                Assert.True((head[0] & FinalBit) != 0, "The server sends whole messages.");
                Opcode opcode = (Opcode)(head[0] & 0x0F);
                if (opcode is not Opcode.Ping) return (opcode, payload);
                await Send(Opcode.Pong, payload);
            }
        }
        catch (Exception end) when (end is EndOfStreamException or IOException)
        {
            return null;
        }
    }

    private async Task<ulong> Length(byte first)
    {
        if (first <= ShortLength) return first;
        byte[] more = new byte[first == TwoByteLength ? sizeof(ushort) : sizeof(ulong)];
        await stream.ReadExactlyAsync(more, patience.Token);
        return first == TwoByteLength ? BinaryPrimitives.ReadUInt16BigEndian(more) : BinaryPrimitives.ReadUInt64BigEndian(more);
    }

    /// <summary>The status code of a close frame's payload.</summary>
    public static int CloseStatus(byte[] payload) => BinaryPrimitives.ReadUInt16BigEndian(payload);

    public async ValueTask DisposeAsync()
    {
        patience.Dispose();
        writing.Dispose();
        await stream.DisposeAsync();
        socket.Dispose();
    }
}
