using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Storage;

namespace Hansard.Server.Dispatch;

/// <summary>Every request this server answers, one line each; the rooms' features map them. What is not here is <c>unsupported</c>.</summary>
internal sealed class RequestTable(ReadGate gate)
{
    private readonly Dictionary<string, RequestRow> rows = [];

    public IReadOnlyCollection<RequestRow> Rows => rows.Values;

    public RequestRow? Find(string type) => rows.GetValueOrDefault(type);

    /// <summary>The two requests that carry a key for every member may come in larger frames.</summary>
    public static bool HasFullKeySet(string type) => type is nameof(RequestCreateConversationFull) or nameof(RequestAddNewSessionKeys);

    /// <summary>A query that needs nobody to be signed in.</summary>
    public void OpenQuery<TRequest, TResponse>(Func<TRequest, Connection, Result<TResponse>> handle)
        where TRequest : class, IRequest<TResponse> where TResponse : class, IResponse =>
        Add(new QueryRow<TRequest, TResponse>(TRequest.Type, Access.Anyone, (request, connection) => new(handle(request, connection))));

    /// <summary>A command that needs nobody to be signed in: what leads to being signed in.</summary>
    public void OpenCommand<TRequest>(Func<TRequest, Connection, Batch, Failure?> handle) where TRequest : class, IRequest<ResponseStatusMessage> =>
        Add(new CommandRow<TRequest, ResponseStatusMessage>(TRequest.Type, Access.Anyone, overlaps: false, RateLimit.None,
            (request, connection, batch) => StatusOf(TRequest.Type, handle(request, connection, batch))));

    public void Query<TRequest, TResponse>(Access access, Func<TRequest, Caller, Result<TResponse>> handle)
        where TRequest : class, IRequest<TResponse> where TResponse : class, IResponse =>
        Add(new QueryRow<TRequest, TResponse>(TRequest.Type, access, async (request, connection) =>
        {
            if (!await gate.Enter()) return RequestRow.StoreBusy;
            try
            {
                return handle(request, connection.Caller!);
            }
            finally
            {
                gate.Leave();
            }
        }));

    /// <summary>A query that may wait for something; it ends early when the connection does.</summary>
    public void WaitingQuery<TRequest, TResponse>(Access access, Func<TRequest, Caller, CancellationToken, ValueTask<Result<TResponse>>> handle)
        where TRequest : class, IRequest<TResponse> where TResponse : class, IResponse =>
        Add(new QueryRow<TRequest, TResponse>(TRequest.Type, access, (request, connection) => handle(request, connection.Caller!, connection.Ended)));

    public void Command<TRequest, TResponse>(Access access, Func<TRequest, Caller, Batch, Result<TResponse>> handle)
        where TRequest : class, IRequest<TResponse> where TResponse : class, IResponse =>
        Add(new CommandRow<TRequest, TResponse>(TRequest.Type, access, overlaps: false, RateLimit.None,
            (request, connection, batch) => SignedOut(connection, batch) is { } signedOut ? signedOut : handle(request, connection.Caller!, batch)));

    public void Command<TRequest>(Access access, Func<TRequest, Caller, Batch, Failure?> handle) where TRequest : class, IRequest<ResponseStatusMessage> =>
        Command<TRequest>(access, (request, connection, batch) => handle(request, connection.Caller!, batch));

    /// <summary>A command that must also know where it comes from.</summary>
    public void Command<TRequest>(Access access, Func<TRequest, Connection, Batch, Failure?> handle) where TRequest : class, IRequest<ResponseStatusMessage> =>
        Add(new CommandRow<TRequest, ResponseStatusMessage>(TRequest.Type, access, overlaps: false, RateLimit.None,
            (request, connection, batch) => StatusOf(TRequest.Type, SignedOut(connection, batch) ?? handle(request, connection, batch))));

    /// <summary>A command that may be too long for one batch: its handler is called again, batch by batch, until it returns true.</summary>
    public void Stepwise<TRequest>(Access access, Func<TRequest, Caller, Batch, Result<bool>> step) where TRequest : class, IRequest<ResponseStatusMessage> =>
        Add(new StepwiseRow<TRequest>(TRequest.Type, access, step));

    public void Overlapping<TRequest, TResponse>(Access access, RateLimit rateLimit, Func<TRequest, Caller, Batch, Result<TResponse>> handle)
        where TRequest : class, IRequest<TResponse> where TResponse : class, IResponse =>
        Add(new CommandRow<TRequest, TResponse>(TRequest.Type, access, overlaps: true, rateLimit,
            (request, connection, batch) => handle(request, connection.Caller!, batch)));

    public void Overlapping<TRequest>(Access access, RateLimit rateLimit, Func<TRequest, Caller, Batch, Failure?> handle)
        where TRequest : class, IRequest<ResponseStatusMessage> =>
        Overlapping<TRequest, ResponseStatusMessage>(access, rateLimit,
            (request, caller, batch) => StatusOf(TRequest.Type, handle(request, caller, batch)));

    /// <summary>
    /// What an application sent before it was deleted may be waiting for the writer still; it must not bring back what went with it. Appends
    /// and receipts are not asked: a user who is no more is no member of anything.
    /// </summary>
    private static Failure? SignedOut(Connection connection, Batch batch) =>
        ApplicationStore.IsDeleted(batch.Sql, connection.Caller!.ApplicationKey) ? Refusals.SignedOut : null;

    private void Add(RequestRow row) => rows.Add(row.Type, row);

    private static Result<ResponseStatusMessage> StatusOf(string type, Failure? failure) =>
        failure is null ? ResponseStatusMessage.Ok(type) : failure;
}
