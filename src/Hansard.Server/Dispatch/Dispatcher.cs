using System.Net.WebSockets;
using Hansard.Protocol;
using Hansard.Protocol.Frames;
using Hansard.Server.Connections;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Dispatch;

/// <summary>The corridor's first half: frame, row, who may, how often, then the handler. Replies keep the order of the requests.</summary>
internal sealed partial class Dispatcher(RequestTable table, GroupCommit writer, RateLimiter limiter, TimeProvider time, ILogger log)
{
    /// <summary>How long a peer gets to answer a close frame before its socket is cut, in seconds.</summary>
    private const int GoodbyeSeconds = 5;

    public static readonly Failure InternalFailure = Failure.Internal("Something went wrong in the server; it has been logged.");

    /// <summary>Serves a connection until it ends; its owner disposes of it.</summary>
    public async Task Serve(Connection connection)
    {
        FrameReceiver receiver = new(connection);
        try
        {
            (Reading last, WebSocketCloseStatus status, string reason) = await ServeFrames(connection, receiver);
            if (last is Reading.Gone) return;
            await connection.Drain(status, reason);
            await UntilPeerCloses(connection, receiver, last);
        }
        finally
        {
            receiver.Forget();
        }
    }

    /// <summary>What ended the connection, and how to say goodbye.</summary>
    private async ValueTask<(Reading Last, WebSocketCloseStatus Status, string Reason)> ServeFrames(Connection connection, FrameReceiver receiver)
    {
        while (true)
        {
            await connection.Outbox.UntilRoom();
            Reading reading = await receiver.Next();
            switch (reading)
            {
                case Reading.Frame:
                    if (!await Accept(connection, receiver.Message)) return (reading, WebSocketCloseStatus.InvalidPayloadData, "A frame must hold one JSON object.");
                    break;
                case Reading.TooLarge:
                    await connection.InFlight.Until(0);
                    Refuse(connection, receiver.Type, FrameId.None, Failure.Invalid("The frame is larger than allowed."));
                    return (reading, WebSocketCloseStatus.MessageTooBig, "The frame is larger than allowed.");
                case Reading.Binary:
                    return (reading, WebSocketCloseStatus.InvalidMessageType, "Frames are text.");
                default:
                    return (reading, WebSocketCloseStatus.NormalClosure, "");
            }
            receiver.Forget();
        }
    }

    /// <summary>False when the frame ends the connection. The frame counts as in flight itself until its request has been started or refused.</summary>
    private async ValueTask<bool> Accept(Connection connection, ReadOnlyMemory<byte> message)
    {
        connection.InFlight.Started();
        try
        {
            // A frame that comes while the server says goodbye is not accepted; its sender repeats it elsewhere.
            return connection.Draining || await AcceptCounted(connection, message);
        }
        finally
        {
            connection.InFlight.Answered();
        }
    }

    private async ValueTask<bool> AcceptCounted(Connection connection, ReadOnlyMemory<byte> message)
    {
        const int onlyThis = 1;
        if (!FrameReader.TryRead(message, out Frame frame, out FrameFault? fault))
        {
            await connection.InFlight.Until(onlyThis);
            Refuse(connection, fault.Type, fault.Id, Failure.Invalid(fault.Description));
            return !fault.Closes;
        }
        RequestRow? row = table.Find(frame.Type);
        bool overlaps = row is { Overlaps: true };
        await connection.InFlight.Until(overlaps ? Connection.InFlightMaximum : onlyThis);
        if ((Refusal(row, connection, frame.Type) ?? await Start(row!, connection, frame)) is { } refusal)
        {
            await connection.InFlight.Until(onlyThis);
            Refuse(connection, frame.Type, frame.Id, refusal);
        }
        if (!overlaps) await connection.InFlight.Until(onlyThis);
        return true;
    }

    private Failure? Refusal(RequestRow? row, Connection connection, string type)
    {
        if (row is { Access: Access.Anyone }) return null;
        if (connection.Caller is not { } caller)
            return row is null && !(WireTypes.TryFind(type, out WireType? known) && known.Kind == WireKind.Request)
                ? Failure.Unsupported("This server does not know that request.")
                : Failure.Unauthenticated("Authenticate first.");
        if (row is null) return Failure.Unsupported("This server does not know that request.");
        if (!row.Access.Allows(caller.Kind)) return Failure.Forbidden("This request is not for you.");
        return limiter.TrySpend(row.RateLimit, caller) ? null : Failure.TooManyRequests("Too many messages; slow down.");
    }

    private async ValueTask<Failure?> Start(RequestRow row, Connection connection, Frame frame)
    {
        try
        {
            return await row.Start(connection, frame, writer);
        }
        catch (UnavailableException)
        {
            return RequestRow.StoreBusy;
        }
        catch (Exception failure)
        {
            RequestFailed(failure, row.Type);
            return InternalFailure;
        }
    }

    private static void Refuse(Connection connection, string type, FrameId id, Failure failure) =>
        connection.Reply(id, ResponseStatusMessage.Refused(type, failure));

    /// <summary>Gives the peer its time to say goodbye too.</summary>
    private async Task UntilPeerCloses(Connection connection, FrameReceiver receiver, Reading last)
    {
        if (last is Reading.PeerClosed) return;
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(GoodbyeSeconds), time);
        await using CancellationTokenRegistration cut = late.Token.Register(connection.End);
        await receiver.UntilPeerCloses(last);
    }

    [LoggerMessage(1, LogLevel.Error, "{Request} failed")]
    private partial void RequestFailed(Exception failure, string request);
}
