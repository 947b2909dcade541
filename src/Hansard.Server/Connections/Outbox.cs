using Hansard.Protocol;

namespace Hansard.Server.Connections;

/// <summary>
/// Frames on their way to one socket, in order. Notifications are bounded, and a consumer too slow for them is cut off to catch up later.
/// Replies always go in; who asks and does not listen is not read any further (<see cref="UntilRoom"/>). One drain at a time runs on the
/// thread pool while there is something to send.
/// </summary>
internal sealed class Outbox(Connection connection) : IThreadPoolWorkItem
{
    /// <summary>Unsent bytes from which on no more requests of the connection are read.</summary>
    public const int FullBytes = 1024 * 1024;

    [ThreadStatic]
    private static List<Outbox>? gathered;

    private readonly Lock gate = new();
    private List<byte[]> waiting = [];
    private List<byte[]> sending = [];
    private Dictionary<long, int>? superseding;
    private int notificationBytes, sendingNotificationBytes;
    private long unsentBytes;
    private TaskCompletionSource? idle, room;
    private bool draining;
    private bool closed;

    /// <summary>From here on this thread's frames wait until <see cref="Release"/>, so that many for one socket leave in one write.</summary>
    public static void Gather(List<Outbox> into) => gathered = into;

    public static void Release()
    {
        List<Outbox> touched = gathered!;
        gathered = null;
        foreach (Outbox outbox in touched) ThreadPool.UnsafeQueueUserWorkItem(outbox, preferLocal: false);
        touched.Clear();
    }

    public void Reply(byte[] frame)
    {
        lock (gate)
        {
            if (closed) return;
            Add(frame);
        }
    }

    /// <summary>Adds a notification, or puts it in the place of a waiting one with the same key (0: none).</summary>
    public void Notify(byte[] frame, long supersedeKey)
    {
        bool overflown = false;
        lock (gate)
        {
            if (closed) return;
            if (supersedeKey != 0 && (superseding ??= []).TryGetValue(supersedeKey, out int at))
            {
                notificationBytes += frame.Length - waiting[at].Length;
                unsentBytes += frame.Length - waiting[at].Length;
                waiting[at] = frame;
                return;
            }
            if (notificationBytes + frame.Length > Limits.WaitingNotificationBytes)
            {
                closed = overflown = true;
            }
            else
            {
                notificationBytes += frame.Length;
                if (supersedeKey != 0) superseding![supersedeKey] = waiting.Count;
                Add(frame);
            }
        }
        if (overflown) connection.CutOffSlowConsumer();
    }

    /// <summary>What the operating system has not taken yet.</summary>
    public long UnsentBytes => Volatile.Read(ref unsentBytes);

    /// <summary>Completes when less than <see cref="FullBytes"/> are unsent, or nothing will be sent any more.</summary>
    public Task UntilRoom()
    {
        if (UnsentBytes < FullBytes) return Task.CompletedTask;
        lock (gate)
        {
            if (closed || unsentBytes < FullBytes) return Task.CompletedTask;
            return (room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Takes nothing more; what waits is dropped.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            waiting.Clear();
            MakeRoom();
        }
    }

    /// <summary>Drops what waits; what is given from now on is sent.</summary>
    public void DropWaiting()
    {
        lock (gate)
        {
            foreach (byte[] dropped in waiting) unsentBytes -= dropped.Length;
            notificationBytes = sendingNotificationBytes;
            waiting.Clear();
            superseding = null;
            if (unsentBytes < FullBytes) MakeRoom();
        }
    }

    /// <summary>Completes when everything given so far is with the operating system.</summary>
    public Task UntilIdle()
    {
        lock (gate)
        {
            if (!draining) return Task.CompletedTask;
            return (idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void Add(byte[] frame)
    {
        waiting.Add(frame);
        unsentBytes += frame.Length;
        if (draining) return;
        draining = true;
        if (gathered is { } list) list.Add(this);
        else ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void MakeRoom()
    {
        room?.SetResult();
        room = null;
    }

    public void Execute() => _ = Drain();

    private async Task Drain()
    {
        while (TakeWaiting())
            if (!await connection.Send(sending)) Close();
    }

    private bool TakeWaiting()
    {
        lock (gate)
        {
            foreach (byte[] sent in sending) unsentBytes -= sent.Length;
            notificationBytes -= sendingNotificationBytes;
            sending.Clear();
            if (unsentBytes < FullBytes) MakeRoom();
            sendingNotificationBytes = 0;
            if (waiting.Count == 0 || closed)
            {
                draining = false;
                idle?.SetResult();
                idle = null;
                // An idle connection keeps no grown lists.
                if (sending.Capacity > 64) (sending, waiting) = ([], []);
                return false;
            }
            (sending, waiting) = (waiting, sending);
            sendingNotificationBytes = notificationBytes;
            superseding = null;
            return true;
        }
    }
}
