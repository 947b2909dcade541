using Hansard.Protocol;

namespace Hansard.Client.Connections;

/// <summary>
/// Lets requests out in the order in which they were made, also those that wait for a lost connection to come back: what somebody said
/// first arrives first.
/// </summary>
internal sealed class Departures
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, Departure> waiting = [];
    private MessengerConnection? connection;
    private Failure? closed;
    private long lastTicket;

    /// <summary>A request's place in the order; it keeps it however often it must leave.</summary>
    public long NextTicket() => Interlocked.Increment(ref lastTicket);

    /// <summary>Leaves at once where there is a connection, else with the next one, behind those with lower tickets.</summary>
    public Departure<TResponse> Add<TResponse>(long ticket, IRequest<TResponse> request, CancellationToken cancellation)
        where TResponse : class, IResponse
    {
        var departure = new Departure<TResponse>(request, cancellation);
        lock (gate)
        {
            if (closed is not null) departure.Fail(closed);
            else if (connection is not null) departure.Leave(connection);
            else waiting[ticket] = departure;
        }
        return departure;
    }

    /// <summary>For who waits no longer.</summary>
    public void Remove(long ticket)
    {
        lock (gate) waiting.Remove(ticket);
    }

    public void Open(MessengerConnection opened)
    {
        lock (gate)
        {
            connection = opened;
            foreach (var departure in waiting.Values) departure.Leave(opened);
            waiting.Clear();
        }
    }

    /// <summary>Until the next connection; nothing happens where there is a newer one already.</summary>
    public void Interrupt(MessengerConnection lost)
    {
        lock (gate)
        {
            if (connection == lost) connection = null;
        }
    }

    /// <summary>For good.</summary>
    public void Close(Failure because)
    {
        lock (gate)
        {
            (connection, closed) = (null, closed ?? because);
            foreach (var departure in waiting.Values) departure.Fail(closed);
            waiting.Clear();
        }
    }
}

internal abstract class Departure
{
    public abstract void Leave(MessengerConnection connection);

    public abstract void Fail(Failure failure);
}

/// <summary>A request on its way out, and with which connection it left.</summary>
internal sealed class Departure<TResponse>(IRequest<TResponse> request, CancellationToken cancellation) : Departure where TResponse : class, IResponse
{
    private readonly TaskCompletionSource<Task<Result<TResponse>>> left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the request has left, with the task of its answer.</summary>
    public Task<Task<Result<TResponse>>> Left => left.Task;

    /// <summary>Null while it waits, and where it never left.</summary>
    public MessengerConnection? With { get; private set; }

    /// <summary>Sending takes the request's place on the wire before it returns.</summary>
    public override void Leave(MessengerConnection connection)
    {
        With = connection;
        left.SetResult(connection.SendAsync(request, cancellation));
    }

    public override void Fail(Failure failure) => left.SetResult(Task.FromResult<Result<TResponse>>(failure));
}
