namespace Hansard.Recorder;

public enum RecorderPhase
{
    Starting,
    Connecting,
    WaitingForApproval,
    Following,
    /// <summary>The disk refuses; recording goes on by itself when it can.</summary>
    DiskHalted,
    /// <summary>Ended for good: cancelled, refused, or the journal does not hold.</summary>
    Stopped,
}

/// <summary>How far a recorder is.</summary>
/// <param name="RecordedSeq">The last fact on the disk.</param>
/// <param name="AcknowledgedSeq">The last fact that the server has been told is on the disk.</param>
/// <param name="Head">The journal's last fact as last heard of.</param>
/// <param name="Undecryptable">Lines since the start that could not be opened.</param>
/// <param name="Completed">Lines since the start that could be opened later.</param>
/// <param name="FilesRecorded">Lines since the start whose file is on the disk.</param>
/// <param name="FilesFailed">Lines since the start whose file could not be had, though it had come to the server.</param>
public sealed record RecorderSnapshot(
    RecorderPhase Phase, long RecordedSeq, long AcknowledgedSeq, long Head, long Undecryptable, long Completed = 0, long FilesRecorded = 0, long FilesFailed = 0);

/// <summary>A running recorder's state, for whoever waits for it. Safe for many threads.</summary>
public sealed class RecorderProgress
{
    private readonly Lock gate = new();
    private readonly List<(Func<RecorderSnapshot, bool> Condition, TaskCompletionSource<RecorderSnapshot> Waiter)> waiting = [];
    private RecorderSnapshot now = new(RecorderPhase.Starting, 0, 0, 0, 0);

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
}
