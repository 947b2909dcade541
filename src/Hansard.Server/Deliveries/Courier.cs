using Microsoft.Extensions.Logging;

namespace Hansard.Server.Deliveries;

/// <summary>
/// Takes things to another organisation's server, outside of every request: a bounded queue, several tries at a time, back-off with jitter
/// between them, and a circuit that spares a server which fails. It costs nothing while nothing waits. Whoever hands over never waits.
/// </summary>
/// <param name="deliver">One try. Its token ends it when it takes too long.</param>
/// <param name="ended">A load has left, delivered or not; called while the courier is locked, so it must not hand over.</param>
internal sealed partial class Courier<T> : IDisposable
{
    private readonly string name;
    private readonly CourierBounds bounds;
    private readonly Func<T, CancellationToken, Task<Outcome>> deliver;
    private readonly Action<T>? ended;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly long started;
    private readonly ITimer timer;
    private readonly Circuit circuit;
    private readonly Losses losses;
    private readonly Lock gate = new();
    private readonly PriorityQueue<Parcel, (TimeSpan Due, long Order)> waiting = new();
    private readonly CancellationTokenSource stopped = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long order;
    private int underway;
    private bool closing;

    public Courier(
        string name, CourierBounds bounds, Func<T, CancellationToken, Task<Outcome>> deliver, TimeProvider time, ILogger log, Action<T>? ended = null)
    {
        (this.name, this.bounds, this.deliver, this.time, this.log, this.ended) = (name, bounds, deliver, time, log, ended);
        started = time.GetTimestamp();
        timer = time.CreateTimer(_ => Due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        circuit = new Circuit(bounds.FailuresToOpen, bounds.Open);
        losses = new Losses(name, log);
    }

    private sealed record Parcel(T Load, TimeSpan Added, int Tries, bool Rests = false);

    /// <summary>By a clock that nobody sets.</summary>
    private TimeSpan Now => time.GetElapsedTime(started);

    /// <summary>False where too much waits already, or the server is stopping.</summary>
    public bool TryAdd(T load)
    {
        lock (gate)
        {
            TimeSpan now = Now;
            DropExpired(now);
            if (closing) return false;
            if (waiting.Count >= bounds.WaitingMaximum)
            {
                losses.Crowded(now);
                return false;
            }
            Enqueue(new Parcel(load, now, 0), now);
            StartDue(now);
            return true;
        }
    }

    private void Due()
    {
        lock (gate)
        {
            if (!closing) StartDue(Now);
        }
    }

    private void Enqueue(Parcel parcel, TimeSpan due) => waiting.Enqueue(parcel, (due, order++));

    private void StartDue(TimeSpan now)
    {
        DropExpired(now);
        while (underway < bounds.AtOnceMaximum && !stopped.IsCancellationRequested && waiting.TryPeek(out _, out (TimeSpan Due, long) next))
        {
            TimeSpan wait = TimeSpan.FromTicks(Math.Max((next.Due - now).Ticks, circuit.Wait(now).Ticks));
            if (wait > TimeSpan.Zero)
            {
                // Timers count whole milliseconds; one that came early would only be set again.
                if (!closing) timer.Change(wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }
            if (!circuit.TryPass()) return;
            underway++;
            _ = Carry(waiting.Dequeue());
        }
    }

    private void DropExpired(TimeSpan now)
    {
        while (waiting.TryPeek(out Parcel? oldest, out _) && now - oldest.Added > bounds.LifeSpan)
        {
            waiting.Dequeue();
            losses.GivenUp(now, "too old");
            ended?.Invoke(oldest.Load);
        }
    }

    private async Task Carry(Parcel parcel)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Outcome outcome = await Try(parcel.Load);
        lock (gate)
        {
            underway--;
            TimeSpan now = Now;
            TellCircuit(outcome, now);
            if (Next(parcel, outcome, now) is { } next) Enqueue(next.Parcel, next.Due);
            else ended?.Invoke(parcel.Load);
            StartDue(now);
            if (closing && underway == 0) idle.TrySetResult();
        }
    }

    private async Task<Outcome> Try(T load)
    {
        using CancellationTokenSource limit = new(bounds.TryLimit, time), late = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token, limit.Token);
        try
        {
            return await deliver(load, late.Token);
        }
        catch (HttpRequestException failure)
        {
            return Outcome.Failed(failure.HttpRequestError.ToString());
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            return Outcome.Failed(failure is IOException ? "the connection broke" : "no answer in time");
        }
        catch (Exception failure)
        {
            TryBroke(failure, name);
            return Outcome.Refused("an error of the server's own");
        }
    }

    private void TellCircuit(Outcome outcome, TimeSpan now)
    {
        switch (outcome.Kind)
        {
            case OutcomeKind.Idle:
                circuit.SaidNothing();
                break;
            case OutcomeKind.Failed:
                bool wasOpen = circuit.IsOpen;
                if (circuit.Failed(now, outcome.After, Random.Shared.NextDouble()) is { } wait && !wasOpen)
                    CircuitOpened(name, bounds.FailuresToOpen, outcome.Reason!, wait.TotalSeconds);
                break;
            default:
                if (circuit.Succeeded()) CircuitClosed(name);
                break;
        }
    }

    /// <summary>When the load is to be tried again; null where it has come to its end.</summary>
    private (Parcel Parcel, TimeSpan Due)? Next(Parcel parcel, Outcome outcome, TimeSpan now)
    {
        switch (outcome.Kind)
        {
            case OutcomeKind.Rest or OutcomeKind.Idle when outcome.After is not null && !closing:
                TimeSpan again = now + outcome.After.Value;
                return (new Parcel(parcel.Load, again, 0, Rests: true), again);
            case OutcomeKind.Refused:
                losses.Refused(now, outcome.Reason!);
                return null;
            case OutcomeKind.Failed:
                TimeSpan wait = bounds.BackOff.After(parcel.Tries + 1, Random.Shared.NextDouble());
                if (outcome.After > wait) wait = outcome.After.Value;
                if (parcel.Tries + 1 < bounds.TriesMaximum && now + wait - parcel.Added <= bounds.LifeSpan)
                    return (parcel with { Tries = parcel.Tries + 1, Rests = false }, now + wait);
                losses.GivenUp(now, outcome.Reason!);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Takes nothing more, delivers what can go at once within the farewell, and gives up the rest.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (closing) return;
            closing = true;
            if (underway == 0) idle.TrySetResult();
        }
        idle.Task.Wait(bounds.Farewell);
        stopped.Cancel();
        idle.Task.Wait(bounds.Farewell);
        timer.Dispose();
        lock (gate)
        {
            losses.Report(Now);
            int left = waiting.UnorderedItems.Count(waits => !waits.Element.Rests);
            if (left > 0) LeftBehind(left, name);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Name}: {Failures} tries in a row failed, the last because of {Reason}; the next is in {Seconds:0.#} s, then longer until one succeeds")]
    private partial void CircuitOpened(string name, int failures, string reason, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "{Name}: it works again")]
    private partial void CircuitClosed(string name);

    [LoggerMessage(3, LogLevel.Error, "{Name}: a try failed through an error of the server's own")]
    private partial void TryBroke(Exception failure, string name);

    [LoggerMessage(4, LogLevel.Warning, "{Name}: the server stops with {Count} not delivered")]
    private partial void LeftBehind(int count, string name);
}
