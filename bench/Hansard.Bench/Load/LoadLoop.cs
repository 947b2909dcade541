using System.Diagnostics;
using Hansard.Bench.Wire;

namespace Hansard.Bench.Load;

/// <summary>How long a run takes: first unmeasured, then measured, then at most this long until everything owed has come.</summary>
internal readonly record struct Durations(TimeSpan WarmUp, TimeSpan Measured, TimeSpan DrainLimit);

/// <summary>Drives all peers of a run on the calling thread.</summary>
internal sealed class LoadLoop(IReadOnlyList<Peer> peers, Traffic traffic) : IDisposable
{
    /// <summary>A frame too many may come after the last one owed; this long it is waited for.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    private readonly Epoll epoll = new();
    private readonly bool[] waitsToWrite = new bool[peers.Count];

    /// <summary>Messages completed within the measured time, and how long that really was.</summary>
    public (long Messages, TimeSpan Elapsed, TimeSpan Drained) Run(Durations durations, Action measureStarts, Action measureEnds)
    {
        for (var i = 0; i < peers.Count; i++)
        {
            peers[i].Connection.StopBlocking();
            epoll.Watch(peers[i].Connection.Descriptor, i, Epoll.Readable);
        }
        for (var i = 0; i < peers.Count; i++) Push(i, Stopwatch.GetTimestamp());
        Drive(durations.WarmUp, () => false);

        traffic.Measuring = true;
        measureStarts();
        var (started, before) = (Stopwatch.GetTimestamp(), Completed());
        Drive(durations.Measured, () => false);
        var (elapsed, messages) = (Stopwatch.GetElapsedTime(started), Completed() - before);
        measureEnds();
        traffic.Measuring = false;

        traffic.Sending = false;
        started = Stopwatch.GetTimestamp();
        Drive(durations.DrainLimit, () => peers.All(peer => peer.Owed is null));
        var drained = Stopwatch.GetElapsedTime(started);
        if (peers.Select(peer => peer.Owed).FirstOrDefault(owed => owed is not null) is { } missing)
            throw new LoadFailure($"{durations.DrainLimit.TotalSeconds} s after the last message: {missing}");
        Drive(Silence, () => false);
        return (messages, elapsed, drained);
    }

    public void Dispose() => epoll.Dispose();

    private long Completed() => peers.Sum(peer => peer.Completed);

    private void Drive(TimeSpan time, Func<bool> done)
    {
        var started = Stopwatch.GetTimestamp();
        for (var left = time; left > TimeSpan.Zero && !done(); left = time - Stopwatch.GetElapsedTime(started))
        {
            var count = epoll.Wait((int)Math.Ceiling(left.TotalMilliseconds));
            for (var i = 0; i < count; i++) Serve(epoll.Event(i));
            for (var i = 0; i < peers.Count; i++)
                if (peers[i].Stalled) Push(i, Stopwatch.GetTimestamp());
        }
    }

    private void Serve((int Token, uint Ready) ready)
    {
        var peer = peers[ready.Token];
        var now = Stopwatch.GetTimestamp();
        if ((ready.Ready & ~Epoll.Writable) != 0 && peer.Connection.Fill())
            while (peer.Connection.TryTake(out var frame)) peer.Take(frame, now);
        Push(ready.Token, now);
    }

    private void Push(int index, long now)
    {
        var connection = peers[index].Connection;
        peers[index].Pump(now);
        connection.Flush();
        if (connection.HasUnsent == waitsToWrite[index]) return;
        waitsToWrite[index] = connection.HasUnsent;
        epoll.Change(connection.Descriptor, index, connection.HasUnsent ? Epoll.Readable | Epoll.Writable : Epoll.Readable);
    }
}
