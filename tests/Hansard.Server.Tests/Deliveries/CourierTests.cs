using System.Collections.Concurrent;
using Hansard.Client.Tests.Connections;
using Hansard.Server.Deliveries;
using Xunit;

namespace Hansard.Server.Tests.Deliveries;

public sealed class CourierTests
{
    private static readonly BackOff Quick = new(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(20));

    private static readonly CourierBounds Bounds = new(
        WaitingMaximum: 100, AtOnceMaximum: 4, TriesMaximum: 3, TryLimit: Patience.Longest, LifeSpan: TimeSpan.FromMinutes(10), Quick, FailuresToOpen: 1_000,
        Open: Quick, Farewell: Patience.Longest);

    private readonly KeptLog log = new();
    private readonly Hurrying time = new();
    private readonly ConcurrentQueue<int> tries = new(), ended = new();

    [Fact]
    public async Task A_failed_load_is_tried_again_and_given_up_in_the_end()
    {
        using Courier<int> courier = Start(Bounds, _ => Outcome.Failed("rain"));
        Assert.True(courier.TryAdd(7));
        await Until.Holds(() => ended.Count == 1, "the load is given up");
        Assert.Equal([7, 7, 7], tries);
        Assert.Contains("1 given up, 0 not taken in; the last: rain", log.Text);
    }

    [Fact]
    public async Task A_refused_load_is_not_tried_again()
    {
        using Courier<int> courier = Start(Bounds, _ => Outcome.Refused("no such door"));
        courier.TryAdd(7);
        await Until.Holds(() => ended.Count == 1, "the load is refused");
        Assert.Equal([7], tries);
    }

    [Fact]
    public async Task A_load_that_rests_comes_round_again()
    {
        using Courier<int> courier = Start(Bounds, _ => tries.Count < 4 ? Outcome.Rest(TimeSpan.FromMilliseconds(1)) : Outcome.Done);
        courier.TryAdd(7);
        await Until.Holds(() => ended.Count == 1, "the load is done");
        Assert.Equal([7, 7, 7, 7], tries);
    }

    [Fact]
    public async Task A_load_that_never_ends_holds_up_no_other_and_is_ended_in_time()
    {
        using Courier<int> courier = Start(Bounds with { TryLimit = TimeSpan.FromMilliseconds(100), TriesMaximum = 1 }, async (load, cancellation) =>
        {
            if (load != 0) return Outcome.Done;
            await Until.Holds(() => ended.Count == 3, "the others have ended");
            await Task.Delay(Timeout.Infinite, cancellation);
            return Outcome.Done;
        });
        foreach (int load in new[] { 0, 1, 2, 3 }) courier.TryAdd(load);
        await Until.Holds(() => ended.Count == 4, "all have ended");
        Assert.Equal(0, ended.Last());
        Assert.Contains("no answer in time", log.Text);
    }

    [Fact]
    public async Task No_more_wait_than_may_and_no_more_run_at_once_than_may()
    {
        await using Holding hold = new();
        ConcurrentQueue<int> together = new();
        int now = 0;
        using Courier<int> courier = Start(Bounds with { WaitingMaximum = 10 }, async (_, _) =>
        {
            together.Enqueue(Interlocked.Increment(ref now));
            await hold.Released;
            Interlocked.Decrement(ref now);
            return Outcome.Done;
        });
        Assert.Equal(14, Enumerable.Range(0, 50).Count(courier.TryAdd));
        Assert.Contains("too much waits", log.Text);
        await Until.Holds(() => together.Count == 4, "as many run as may");
        hold.Release();
        await Until.Holds(() => ended.Count == 14, "all have ended");
        Assert.Equal(4, together.Max());
    }

    [Fact]
    public async Task While_the_circuit_is_open_everything_waits_and_then_everything_goes()
    {
        SetTime clock = new();
        TimeSpan open = TimeSpan.FromMilliseconds(50), passed = TimeSpan.Zero;
        bool well = false;
        int asked = 0;
        CourierBounds bounds = Bounds with { FailuresToOpen = 5, TriesMaximum = 1_000, BackOff = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)) };
        using Courier<int> courier = new("post", bounds with { Open = new(open, open) }, (_, _) =>
        {
            Interlocked.Increment(ref asked);
            return Task.FromResult(Volatile.Read(ref well) ? Outcome.Done : Outcome.Failed("rain"));
        }, clock, log, ended.Enqueue);
        bool Later(Func<bool> condition)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            passed += TimeSpan.FromMilliseconds(1);
            return condition();
        }
        for (int load = 0; load < 100; load++) Assert.True(courier.TryAdd(load));
        await Until.Holds(() => Later(() => log.Text.Contains("tries in a row failed", StringComparison.Ordinal)), "the circuit opens");
        int atOnce = bounds.FailuresToOpen + bounds.AtOnceMaximum - 1;
        passed = TimeSpan.Zero;
        await Until.Holds(() => Later(() => Volatile.Read(ref asked) >= atOnce + 5), "some more are let through, one at a time");
        // Waits are spread over their second half.
        Assert.InRange(Volatile.Read(ref asked), 0, atOnce + passed / (open / 2));
        Volatile.Write(ref well, true);
        await Until.Holds(() => Later(() => ended.Count == 100), "all have ended");
        Assert.Contains("it works again", log.Text);
        Assert.DoesNotContain("given up", log.Text);
    }

    [Fact]
    public async Task An_open_circuit_lets_one_try_through_at_a_time()
    {
        await using Holding hold = new();
        int asked = 0;
        using Courier<int> courier = Start(Bounds with { FailuresToOpen = 1, TriesMaximum = 1_000 }, async (_, _) =>
        {
            if (Interlocked.Increment(ref asked) > 1) await hold.Released;
            return asked == 1 ? Outcome.Failed("rain") : Outcome.Done;
        });
        courier.TryAdd(1);
        await Until.Holds(() => Volatile.Read(ref asked) == 2, "the circuit has opened and lets one through");
        for (int load = 2; load < 50; load++) courier.TryAdd(load);
        // Tries start on the pool's threads; whatever was started by now has begun before these turns are over.
        for (int turn = 0; turn < 200; turn++) await Task.Run(() => { }, TestContext.Current.CancellationToken);
        Assert.Equal(2, Volatile.Read(ref asked));
        hold.Release();
        await Until.Holds(() => ended.Count == 49, "all have ended");
    }

    [Fact]
    public async Task What_grew_too_old_is_not_tried_any_more()
    {
        await using Holding hold = new();
        using Courier<int> courier = Start(Bounds with { AtOnceMaximum = 1 }, async (_, _) =>
        {
            await hold.Released;
            return Outcome.Done;
        });
        courier.TryAdd(1);
        courier.TryAdd(2);
        await Until.Holds(() => tries.Count == 1, "the first is under way");
        time.Pass(Bounds.LifeSpan * 2);
        hold.Release();
        await Until.Holds(() => ended.Count == 2, "both have ended");
        Assert.Equal([1], tries);
        Assert.Contains("too old", log.Text);
    }

    [Fact]
    public async Task An_error_of_our_own_is_logged_and_ends_only_its_load()
    {
        using Courier<int> courier = Start(Bounds, load => load == 1 ? throw new InvalidOperationException("broken") : Outcome.Done);
        courier.TryAdd(1);
        courier.TryAdd(2);
        await Until.Holds(() => ended.Count == 2, "both have ended");
        Assert.Contains("broken", log.Text);
    }

    [Fact]
    public void Stopping_delivers_what_can_go_at_once_and_leaves_the_rest()
    {
        Courier<int> courier = Start(Bounds, async (load, _) =>
        {
            await Task.Yield();
            return load == 0 ? Outcome.Failed("rain", TimeSpan.FromSeconds(30)) : Outcome.Done;
        });
        for (int load = 0; load < 50; load++) courier.TryAdd(load);
        courier.Dispose();
        Assert.Equal(Enumerable.Range(1, 49), ended.Order());
        Assert.False(courier.TryAdd(51));
        Assert.Contains("the server stops with 1 not delivered", log.Text);
    }

    private Courier<int> Start(CourierBounds bounds, Func<int, Outcome> deliver) => Start(bounds, (load, _) => Task.FromResult(deliver(load)));

    private Courier<int> Start(CourierBounds bounds, Func<int, CancellationToken, Task<Outcome>> deliver) => new("post", bounds, (load, cancellation) =>
    {
        tries.Enqueue(load);
        return deliver(load, cancellation);
    }, time, log, ended.Enqueue);

    /// <summary>The system's time and more.</summary>
    private sealed class Hurrying : TimeProvider
    {
        private long ahead;

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref ahead);

        public void Pass(TimeSpan span) => Interlocked.Add(ref ahead, (long)(span.TotalSeconds * TimestampFrequency));
    }

    /// <summary>Holds tries until it is told otherwise, or the test ends.</summary>
    private sealed class Holding : IAsyncDisposable
    {
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Released => released.Task;

        public void Release() => released.TrySetResult();

        public ValueTask DisposeAsync()
        {
            Release();
            return default;
        }
    }
}
