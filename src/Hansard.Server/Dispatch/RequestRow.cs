using Hansard.Protocol;
using Hansard.Protocol.Bots;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Frames;
using Hansard.Server.Connections;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Dispatch;

/// <summary>
/// One line of the request table: who may call it, whether several may overlap on one connection, what it may cost, and how it is done.
/// </summary>
internal abstract class RequestRow(string type, Access access, bool overlaps, RateLimit rateLimit)
{
    public string Type { get; } = type;

    public Access Access { get; } = access;

    /// <summary>True for appends, receipts and typing, of which many share a commit; anything else waits for what is in flight, and is waited for.</summary>
    public bool Overlaps { get; } = overlaps;

    public RateLimit RateLimit { get; } = rateLimit;

    /// <summary>Largest answer in bytes; a client's whole first screen may be larger than anything else.</summary>
    protected int ReplyBytesMaximum { get; } = type == nameof(RequestGetConversationsFull) ? Limits.ConversationsReplyBytes : Limits.ReplyBytes;

    public static readonly Failure WriterFull = Failure.TooManyRequests("The server has more to store than it can; try again shortly.");

    public static readonly Failure StoreBusy = Failure.TooManyRequests("The database does not keep up or does not answer; try again shortly.");

    /// <summary>In a network that has ended nobody does anything any more but its recorders, who read to the end.</summary>
    public static Failure? Ended(Connection connection, string type)
    {
        NetworkSettings settings = connection.Network.Settings;
        if (!settings.HasEnded) return null;
        bool recorder = connection.Caller is { Kind: CallerKind.Recorder } || (connection.Caller is null && type == RequestBotAuthentication.Type);
        return recorder && !settings.IsBeingRemoved ? null : Refusals.NoNetwork;
    }

    /// <summary>Reads the body and starts the request; a refusal is returned, an answer is sent by whoever finishes it.</summary>
    public abstract ValueTask<Failure?> Start(Connection connection, Frame frame, GroupCommit writer);
}

/// <summary>A request that only reads; it runs on a thread of the pool against a snapshot.</summary>
internal sealed class QueryRow<TRequest, TResponse>(
    string type, Access access, Func<TRequest, Connection, ValueTask<Result<TResponse>>> handle)
    : RequestRow(type, access, overlaps: false, RateLimit.None)
    where TRequest : class, IRequest<TResponse>
    where TResponse : class, IResponse
{
    public override async ValueTask<Failure?> Start(Connection connection, Frame frame, GroupCommit writer)
    {
        if (!Body.TryRead(frame.Body, out TRequest? request, out string description)) return Failure.Invalid(description);
        Result<TResponse> result = await handle(request, connection);
        if (!result.Succeeded) return result.Failure;
        byte[] reply = FrameWriter.ToBytes(result.Value, frame.Id);
        if (reply.Length > ReplyBytesMaximum) return Failure.TooManyRequests($"The answer would be larger than {ReplyBytesMaximum} bytes; ask for less at once.");
        connection.Outbox.Reply(reply);
        return null;
    }
}

/// <summary>A request that changes something; it runs on the writer's thread inside a batch.</summary>
internal sealed class CommandRow<TRequest, TResponse>(
    string type, Access access, bool overlaps, RateLimit rateLimit, Func<TRequest, Connection, Batch, Result<TResponse>> handle)
    : RequestRow(type, access, overlaps, rateLimit)
    where TRequest : class, IRequest<TResponse>
    where TResponse : class, IResponse
{
    public override ValueTask<Failure?> Start(Connection connection, Frame frame, GroupCommit writer)
    {
        if (!Body.TryRead(frame.Body, out TRequest? request, out string description)) return new(Failure.Invalid(description));
        connection.InFlight.Started();
        if (writer.TryEnqueue(new Command<TRequest, TResponse>(Type, request, connection, frame.Id, handle))) return default;
        connection.InFlight.Answered();
        return new(WriterFull);
    }
}

/// <summary>A command on its way through the writer, with the way back to who asked.</summary>
internal sealed class Command<TRequest, TResponse>(
    string type, TRequest request, Connection connection, FrameId id, Func<TRequest, Connection, Batch, Result<TResponse>> handle) : Work
    where TRequest : class, IRequest<TResponse>
    where TResponse : class, IResponse
{
    private Result<TResponse> result;

    public override (Network, ConversationUuid)? Needs =>
        request is IAboutConversation about && connection.Caller is { } caller ? (caller.Network, about.ConversationUuid) : null;

    public override void Run(Batch batch) => result = RequestRow.Ended(connection, type) is { } ended ? ended : handle(request, connection, batch);

    public override void Finish(Exception? failure)
    {
        if (failure is not null) connection.Reply(id, ResponseStatusMessage.Refused(type, failure is UnavailableException ? RequestRow.StoreBusy : Dispatcher.InternalFailure));
        else if (result.Succeeded) connection.Reply(id, result.Value);
        else connection.Reply(id, ResponseStatusMessage.Refused(type, result.Failure));
        connection.InFlight.Answered();
    }
}
