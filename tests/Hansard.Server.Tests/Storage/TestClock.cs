namespace Hansard.Server.Tests.Storage;

/// <summary>A clock that stands until it is moved. Its timers are the system's.</summary>
internal sealed class TestClock : TimeProvider
{
    private long now = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero).UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref now), TimeSpan.Zero);

    public void Pass(TimeSpan time) => Interlocked.Add(ref now, time.Ticks);
}
