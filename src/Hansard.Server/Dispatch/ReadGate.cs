namespace Hansard.Server.Dispatch;

/// <summary>
/// Lets so many queries run at the same time; the others wait without a thread, up to a bound. For an engine that answers over a network,
/// where every running query holds a thread.
/// </summary>
internal sealed class ReadGate(int? atOnce)
{
    /// <summary>Queries that may wait; beyond it they are refused with <c>tooManyRequests</c>.</summary>
    private const int WaitingMaximum = 20_000;

    private readonly SemaphoreSlim? free = atOnce is { } queries ? new SemaphoreSlim(queries) : null;
    private int waiting;

    /// <summary>False where too many wait already; otherwise <see cref="Leave"/> must follow.</summary>
    public async ValueTask<bool> Enter()
    {
        if (free is null || free.Wait(0)) return true;
        if (Interlocked.Increment(ref waiting) > WaitingMaximum)
        {
            Interlocked.Decrement(ref waiting);
            return false;
        }
        await free.WaitAsync();
        Interlocked.Decrement(ref waiting);
        return true;
    }

    public void Leave() => free?.Release();
}
