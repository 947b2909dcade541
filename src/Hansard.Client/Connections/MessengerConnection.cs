using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Threading.Channels;
using Hansard.Protocol;
using Hansard.Protocol.Frames;

namespace Hansard.Client.Connections;

/// <summary>
/// One socket, from its opening to its end. Requests may be sent from any thread and many may be in flight: the server answers in the
/// order in which they left, and each answer must carry the id of the request whose turn it is.
/// </summary>
public sealed class MessengerConnection : IAsyncDisposable
{
    /// <summary>How many requests may wait for their answers; further ones wait before they are sent.</summary>
    public const int MaximumInFlight = 512;

    /// <summary>The largest frame that is read, in bytes: the list of conversations with room for its envelope.</summary>
    public const int MaximumFrameBytes = Limits.ConversationsReplyBytes + 64 * 1024;

    private const int ReceiveBytes = 16 * 1024;
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    private readonly WebSocket socket;
    private readonly ConnectionSettings settings;
    private readonly Lock gate = new();
    private readonly Queue<PendingReply> pending = new();
    private readonly SemaphoreSlim room = new(MaximumInFlight);
    private readonly Channel<ReadOnlyMemory<byte>> outgoing = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new() { SingleReader = true });
    private readonly Channel<Notification> notifications;
    private readonly TaskCompletionSource<ConnectionEnd> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task receiving;
    private readonly Task sending;
    private ConnectionEnd? end;
    private long lastId;

    private MessengerConnection(WebSocket socket, ConnectionSettings settings)
    {
        (this.socket, this.settings) = (socket, settings);
        notifications = Channel.CreateBounded<Notification>(new BoundedChannelOptions(Math.Max(1, settings.WaitingNotifications)));
        receiving = Task.Run(ReceiveAsync);
        sending = Task.Run(TransmitAsync);
    }

    /// <summary>Completes once, when the connection is over, whoever ended it.</summary>
    public Task<ConnectionEnd> Ended => ended.Task;

    /// <summary>What the server tells unasked, in its order; completes with the connection, after what had arrived.</summary>
    public ChannelReader<Notification> Notifications => notifications.Reader;

    public static async Task<Result<MessengerConnection>> ConnectAsync(ConnectionSettings settings, CancellationToken cancellation = default)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = settings.SilenceTimeout / 3;
        socket.Options.KeepAliveTimeout = settings.SilenceTimeout;
        socket.Options.CollectHttpResponseDetails = true;
        using var patience = new CancellationTokenSource(settings.ConnectTimeout, settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await socket.ConnectAsync(settings.SocketAddress, either.Token);
            return new MessengerConnection(socket, settings);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            return status is HttpStatusCode.NotFound
                ? Failure.NotFound($"There is no network {settings.Network} at {settings.Server}.")
                : ClientStatus.DisconnectedBecause($"There is no answer at {settings.SocketAddress}.");
        }
    }

    /// <summary>Sends a request and waits for its answer. A refusal, a lost connection and a time-out are failures; only cancelling throws.</summary>
    public async Task<Result<TResponse>> SendAsync<TResponse>(IRequest<TResponse> request, CancellationToken cancellation = default)
        where TResponse : class, IResponse
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping.Token);
        try
        {
            await room.WaitAsync(leaving.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return End(new(null, "The connection was closed.")).ToFailure();
        }
        if (!TryEnqueue(request, out PendingReply<TResponse> reply)) return end!.ToFailure();
        try
        {
            return await reply.Task.WaitAsync(settings.RequestTimeout, settings.Time, cancellation);
        }
        catch (TimeoutException)
        {
            // Answers come in order, so nothing behind this one would arrive either.
            return End(new(null, $"The server did not answer within {settings.RequestTimeout.TotalSeconds:0} seconds.")).ToFailure();
        }
    }

    private bool AwaitsAnswer
    {
        get
        {
            lock (gate) return pending.Count > 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!ended.Task.IsCompleted)
        {
            await FarewellAsync();
            // A server that still owes an answer, such as the next fact of a quiet journal, may not read the goodbye before it has given it.
            if (!AwaitsAnswer) await Task.WhenAny(receiving, Task.Delay(FarewellTimeout, settings.Time));
            End(new(null, "This side closed the connection."));
        }
        await Task.WhenAll(receiving, sending);
        socket.Dispose();
    }

    /// <summary>The order in the queue and the order on the wire are one: both are taken under the gate.</summary>
    private bool TryEnqueue<TResponse>(IRequest<TResponse> request, out PendingReply<TResponse> reply) where TResponse : class, IResponse
    {
        lock (gate)
        {
            reply = new PendingReply<TResponse>(++lastId);
            if (end is not null) return false;
            var frame = FrameOf(request, reply.Id);
            pending.Enqueue(reply);
            return outgoing.Writer.TryWrite(frame);
        }
    }

    private static byte[] FrameOf(IWireBody request, long id)
    {
        if (!WireTypes.TryFind(request.GetType().Name, out var type)) throw new ArgumentException("this type does not travel", nameof(request));
        return type.ToFrame(request, FrameId.Number(id));
    }

    private async Task TransmitAsync()
    {
        try
        {
            await foreach (var frame in outgoing.Reader.ReadAllAsync(stopping.Token))
                await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, stopping.Token);
        }
        catch (Exception exception)
        {
            End(new(null, "The connection was lost."));
            // Anything but a broken socket is a bug, and comes out where the connection is disposed of.
            if (!IsBroken(exception)) throw;
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(ReceiveBytes);
        try
        {
            while (await ReceiveFrameAsync(buffer) is null)
            {
                if (Accept(buffer.WrittenMemory) is { } fault) End(new(null, fault.Description));
                if (buffer.Capacity > Limits.ReplyBytes) buffer = new ArrayBufferWriter<byte>(ReceiveBytes);
                buffer.ResetWrittenCount();
            }
        }
        catch (Exception exception)
        {
            End(new(null, "The connection was lost."));
            // Anything but a broken socket is a bug, and comes out where the connection is disposed of.
            if (!IsBroken(exception)) throw;
        }
    }

    /// <summary>Null when a whole frame stands in the buffer.</summary>
    private async ValueTask<ConnectionEnd?> ReceiveFrameAsync(ArrayBufferWriter<byte> buffer)
    {
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.GetMemory(ReceiveBytes), stopping.Token);
            if (part.MessageType is WebSocketMessageType.Close) return await AcceptCloseAsync();
            buffer.Advance(part.Count);
            if (buffer.WrittenCount > MaximumFrameBytes) return End(new(null, "The server sent a frame beyond the bound."));
            if (part.EndOfMessage) return null;
        }
    }

    private async Task<ConnectionEnd> AcceptCloseAsync()
    {
        var reason = string.IsNullOrEmpty(socket.CloseStatusDescription) ? "" : $": {socket.CloseStatusDescription.TrimEnd('.')}";
        var because = new ConnectionEnd(socket.CloseStatus, $"The server closed the connection{reason}.");
        await FarewellAsync();
        return End(because);
    }

    private Failure? Accept(ReadOnlyMemory<byte> bytes)
    {
        if (!FrameReader.TryRead(bytes, out var frame, out var fault))
            return ClientStatus.Fault($"The server sent what is no frame: {fault.Description}");
        return frame.Id == FrameId.None ? AcceptNotification(frame) : AcceptReply(frame);
    }

    private Failure? AcceptReply(Frame frame)
    {
        PendingReply? next;
        lock (gate)
        {
            if (!pending.TryPeek(out next) || !frame.Id.TryGetNumber(out var id) || id != next.Id)
                return ClientStatus.Fault($"The server answered {frame.Type} out of turn.");
            pending.Dequeue();
        }
        room.Release();
        return next.Settle(frame);
    }

    private Failure? AcceptNotification(Frame frame)
    {
        if (settings.WaitingNotifications == 0 || !WireTypes.TryFind(frame.Type, out var type)) return null;
        return notifications.Writer.TryWrite(new Notification(UnreadableNotification.Or(type, frame))) || end is not null
            ? null
            : ClientStatus.DisconnectedBecause("Notifications were not read as fast as they came.");
    }

    /// <summary>The first end counts; all who wait for an answer learn it.</summary>
    private ConnectionEnd End(ConnectionEnd because)
    {
        PendingReply[] unanswered;
        lock (gate)
        {
            if (end is not null) return end;
            end = because;
            unanswered = [.. pending];
            pending.Clear();
        }
        stopping.Cancel();
        outgoing.Writer.TryComplete();
        notifications.Writer.TryComplete();
        foreach (var reply in unanswered) reply.Fail(because.ToFailure());
        ended.TrySetResult(because);
        return because;
    }

    private async Task FarewellAsync()
    {
        using var patience = new CancellationTokenSource(FarewellTimeout, settings.Time);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            // A peer that is gone needs no goodbye.
        }
    }

    private static bool IsBroken(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException;
}
