using Hansard.Archive.Log;
using Hansard.Record.Format;

namespace Hansard.Recorder.Feed;

/// <summary>
/// Which signed heads are kept. Each one covers all before it, so in a busy network one a second is enough, and a quiet one keeps its last.
/// </summary>
internal sealed class HeadKeeper(RecordLog log, TimeProvider time, long lastKept)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private long? keptAt;
    private long lastKept = lastKept;
    private HeadLine? waiting;

    /// <summary>Takes a head whose facts are recorded.</summary>
    /// <param name="quiet">No facts came with it: none may come for a long time.</param>
    /// <exception cref="RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public void Offer(HeadLine head, bool quiet)
    {
        if (head.Seq <= lastKept) return;
        waiting = head;
        if (quiet || keptAt is not { } at || time.GetElapsedTime(at) >= Between) Keep();
    }

    /// <summary>Keeps the head that still waits for its turn.</summary>
    public void Keep()
    {
        if (waiting is not { } head) return;
        log.KeepHead(head);
        (waiting, lastKept, keptAt) = (null, head.Seq, time.GetTimestamp());
    }
}
