using System.Net;
using System.Net.WebSockets;
using Hansard.Protocol;
using Hansard.Protocol.Frames;
using Hansard.Server.Networks;

namespace Hansard.Server.Connections;

/// <summary>One socket: its network, who is signed in, what is in flight. It moves frames and knows no request.</summary>
internal sealed class Connection : IDisposable
{
    /// <summary>Requests of one connection that may be in flight; then it is read no further until some are answered.</summary>
    public const int InFlightMaximum = 256;

    private static long lastId;

    private readonly WebSocket socket;
    private readonly GatheringStream stream;
    private readonly ConnectionDirectory directory;
    private readonly CancellationTokenSource ended = new();
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool draining;

    public Connection(WebSocket socket, GatheringStream stream, Network network, IPAddress address, long openedMs, ConnectionDirectory directory)
    {
        this.socket = socket;
        this.stream = stream;
        this.directory = directory;
        Id = Interlocked.Increment(ref lastId);
        Network = network;
        Address = address;
        OpenedMs = openedMs;
        Outbox = new Outbox(this);
    }

    public long Id { get; }

    public Network Network { get; }

    public IPAddress Address { get; }

    public long OpenedMs { get; }

    public Outbox Outbox { get; }

    public InFlight InFlight { get; } = new();

    /// <summary>Null until somebody signs in; after that it stays.</summary>
    public Caller? Caller { get; private set; }

    /// <summary>Cancelled when the connection is to end; long waits inside requests watch it.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>Completes when nothing serves the connection any more.</summary>
    public Task Gone => gone.Task;

    public bool Draining => draining;

    /// <summary>Largest frame this connection may send now, in bytes.</summary>
    public int FrameBytesMaximum => Caller is null ? Limits.FrameBytesBeforeAuthentication : Limits.FrameBytes;

    public void SignIn(Caller caller)
    {
        Caller = caller;
        directory.SignedIn(this, caller.UserKey);
    }

    /// <summary>Reads the next part of a message; with an empty buffer it only waits for one, which costs an idle connection no buffer.</summary>
    public ValueTask<ValueWebSocketReceiveResult> Receive(Memory<byte> buffer) => socket.ReceiveAsync(buffer, CancellationToken.None);

    /// <summary>Reads bytes past a WebSocket that has failed; 0 when the peer has hung up.</summary>
    public ValueTask<int> ReceiveRaw(Memory<byte> buffer) => stream.ReadAsync(buffer, CancellationToken.None);

    /// <summary>Sends frames in one write; false when the socket is gone.</summary>
    public async ValueTask<bool> Send(List<byte[]> frames)
    {
        try
        {
            stream.Hold();
            foreach (byte[] frame in frames)
                await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
            await stream.Release(CancellationToken.None);
            return true;
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }

    public void Reply<TBody>(FrameId id, TBody body) where TBody : class, IWireBody => Outbox.Reply(FrameWriter.ToBytes(body, id));

    /// <summary>Takes no more requests, answers those accepted, then says goodbye. The receiver still reads until the peer's own close.</summary>
    public async Task Drain(WebSocketCloseStatus status, string reason)
    {
        draining = true;
        // Whoever accepts a frame counts it first and then looks at the flag; here it is the other way round, so one of the two sees the other.
        Interlocked.MemoryBarrier();
        await ended.CancelAsync();
        await InFlight.Until(0);
        await Outbox.UntilIdle();
        await Close(status, reason);
    }

    /// <summary>Sends a close frame after what has been sent.</summary>
    public async Task Close(WebSocketCloseStatus status, string reason)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(status, reason, CancellationToken.None);
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            socket.Abort();
        }
    }

    public void CutOffSlowConsumer() => End();

    /// <summary>Ends at once; nothing that waits is sent.</summary>
    public void End()
    {
        Outbox.Close();
        ended.Cancel();
        socket.Abort();
    }

    /// <summary>Ends it, if it has not ended, and forgets it everywhere. Others may still try to end it: the token source stays usable, it holds nothing to release.</summary>
    public void Dispose()
    {
        directory.Remove(this);
        End();
        gone.SetResult();
    }
}
