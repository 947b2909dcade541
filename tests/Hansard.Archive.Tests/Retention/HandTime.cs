namespace Hansard.Archive.Tests.Retention;

/// <summary>A clock that stands where a test puts it; its timers ring when the test says so.</summary>
internal sealed class HandTime(long microseconds) : TimeProvider
{
    private readonly Lock turn = new();
    private readonly List<(TimerCallback Callback, object? State)> timers = [];

    /// <summary>Microseconds since 1970.</summary>
    public long Now { get; set; } = microseconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(Now * TimeSpan.TicksPerMicrosecond);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (turn) timers.Add((callback, state));
        return new SilentTimer();
    }

    public void Ring()
    {
        lock (turn) foreach (var (callback, state) in timers) callback(state);
    }

    private sealed class SilentTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
