using Hansard.Recorder.Feed;

namespace Hansard.Recorder;

/// <summary>A running recorder's state, for whoever waits for it or counts. Safe for many threads.</summary>
public sealed class RecorderProgress
{
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly List<(Func<RecorderSnapshot, bool> Condition, TaskCompletionSource<RecorderSnapshot> Waiter)> waiting = [];
    private RecorderSnapshot now;

    internal RecorderProgress(TimeProvider time)
    {
        this.time = time;
        now = new RecorderSnapshot(RecorderPhase.Starting, 0, 0, 0, 0) { DisconnectedSince = time.GetUtcNow() };
    }

    public RecorderSnapshot Now
    {
        get
        {
            lock (gate) return now;
        }
    }

    /// <summary>Completes with the first state that satisfies the condition, at once if the present one does.</summary>
    public Task<RecorderSnapshot> WaitAsync(Func<RecorderSnapshot, bool> condition, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            if (condition(now)) return Task.FromResult(now);
            var waiter = new TaskCompletionSource<RecorderSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((condition, waiter));
            return waiter.Task.WaitAsync(cancellation);
        }
    }

    internal void Change(Func<RecorderSnapshot, RecorderSnapshot> change)
    {
        lock (gate)
        {
            now = change(now);
            for (var i = waiting.Count - 1; i >= 0; i--)
            {
                if (!waiting[i].Condition(now)) continue;
                waiting[i].Waiter.TrySetResult(now);
                waiting.RemoveAt(i);
            }
        }
    }

    /// <summary>The network is to be reached again.</summary>
    internal void Connecting() => Change(now => now with { Phase = RecorderPhase.Connecting, DisconnectedSince = now.DisconnectedSince ?? time.GetUtcNow() });

    /// <summary>A page of the feed has come, and is about to be recorded.</summary>
    internal void Received(IReadOnlyList<CheckedFact> facts, long head) => Change(now => now with
    {
        Phase = RecorderPhase.Following,
        DisconnectedSince = null,
        Head = head,
        MessagesReceived = now.MessagesReceived + facts.Count(one => one.Message is not null && one.Fact.Seq > now.ReceivedSeq),
        ReceivedSeq = facts.Count > 0 ? Math.Max(now.ReceivedSeq, facts[^1].Fact.Seq) : now.ReceivedSeq,
        OldestWaiting = facts.Count > 0 ? TimeOf(facts[0]) : null,
        WaitingSince = facts.Count > 0 ? now.WaitingSince ?? time.GetUtcNow() : null,
    });

    /// <summary>That page is on the disk.</summary>
    /// <param name="unopened">How many of its facts are without text, and how many of these are messages.</param>
    internal void Recorded(IReadOnlyList<CheckedFact> facts, (int Facts, int Messages) unopened) => Change(now =>
    {
        // What else the journal has is younger than the page's last fact; its own time is known when it comes.
        var last = facts[^1];
        var isBehind = last.Fact.Seq < now.Head;
        return now with
        {
            Phase = RecorderPhase.Following,
            RecordedSeq = last.Fact.Seq,
            Undecryptable = now.Undecryptable + unopened.Facts,
            MessagesSaved = now.MessagesSaved + facts.Count(one => one.Message is not null),
            MessagesFailed = now.MessagesFailed + unopened.Messages,
            OldestWaiting = isBehind ? TimeOf(last) : null,
            WaitingSince = isBehind ? now.WaitingSince : null,
        };
    });

    /// <summary>The log was published.</summary>
    internal void Checkpointed() => Change(now => now with { CheckpointAt = time.GetUtcNow() });

    private static DateTimeOffset TimeOf(CheckedFact fact) => DateTimeOffset.UnixEpoch.AddMicroseconds(fact.Fact.Ts);
}
