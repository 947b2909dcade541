using Hansard.Protocol;
using Hansard.Protocol.Frames;

namespace Hansard.Client.Connections;

/// <summary>A request that was sent and not yet answered.</summary>
internal abstract class PendingReply(long id)
{
    public long Id { get; } = id;

    /// <summary>Takes the answer; the fault, if it is none that the protocol allows, also ends the connection.</summary>
    public abstract Failure? Settle(Frame reply);

    public abstract void Fail(Failure failure);
}

internal sealed class PendingReply<TResponse>(long id) : PendingReply(id) where TResponse : class, IResponse
{
    // Continuations run elsewhere: the receive loop must not wait for whoever asked.
    private readonly TaskCompletionSource<Result<TResponse>> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Result<TResponse>> Task => completion.Task;

    public override void Fail(Failure failure) => completion.TrySetResult(failure);

    public override Failure? Settle(Frame reply)
    {
        var result = Read(reply);
        completion.TrySetResult(result);
        return result.Failure is { Status: ClientStatus.ProtocolFault } fault ? fault : null;
    }

    private static Result<TResponse> Read(Frame reply)
    {
        if (reply.Type == ResponseStatusMessage.Type)
        {
            if (!Body.TryRead<ResponseStatusMessage>(reply.Body, out var status, out var fault)) return Unreadable(reply, fault);
            if (status.Status != Status.Ok) return new Failure(status.Status, status.Description ?? "The server gave no reason.");
            return status is TResponse ok ? ok : ClientStatus.Fault($"The server answered only ok where {TResponse.Type} was due.");
        }
        if (reply.Type != TResponse.Type) return ClientStatus.Fault($"The server answered {reply.Type} where {TResponse.Type} was due.");
        return Body.TryRead<TResponse>(reply.Body, out var response, out var description) ? response : Unreadable(reply, description);
    }

    private static Failure Unreadable(Frame reply, string description) =>
        ClientStatus.Fault($"The answer {reply.Type} cannot be read: {description}");
}
