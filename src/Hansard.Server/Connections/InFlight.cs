namespace Hansard.Server.Connections;

/// <summary>Counts a connection's requests from their acceptance to their answer, and lets others wait until there are few enough.</summary>
internal sealed class InFlight
{
    private readonly Lock gate = new();
    private volatile List<(int Most, TaskCompletionSource Reached)>? waiting;
    private int count;

    /// <summary>Requests accepted and not answered yet.</summary>
    public int Count => Volatile.Read(ref count);

    public void Started() => Interlocked.Increment(ref count);

    public void Answered()
    {
        int left = Interlocked.Decrement(ref count);
        if (waiting is null) return;
        lock (gate)
        {
            if (waiting is null) return;
            foreach ((int most, TaskCompletionSource reached) in waiting)
                if (left <= most) reached.TrySetResult();
            waiting.RemoveAll(waiter => waiter.Reached.Task.IsCompleted);
            if (waiting.Count == 0) waiting = null;
        }
    }

    /// <summary>Waits until at most this many are unanswered.</summary>
    public Task Until(int most)
    {
        if (Volatile.Read(ref count) <= most) return Task.CompletedTask;
        lock (gate)
        {
            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (waiting ??= []).Add((most, reached));
            // An answer may have come between the look above and the registration here; the barrier keeps this look behind it.
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref count) <= most) reached.TrySetResult();
            return reached.Task;
        }
    }
}
