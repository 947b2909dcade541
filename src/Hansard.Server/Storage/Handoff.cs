namespace Hansard.Server.Storage;

/// <summary>
/// A bounded queue between threads whose one consumer takes everything that waits at once: what the writer and the fan-out live from.
/// No timers: a batch is whatever queued while the last one was being worked on.
/// </summary>
internal sealed class Handoff<T>(int capacity)
{
    private readonly object gate = new();
    private List<T> waiting = [];
    private bool completed, poked;

    /// <summary>Adds an item without waiting; false when the queue is full or completed.</summary>
    public bool TryAdd(T item)
    {
        lock (gate)
        {
            if (completed || waiting.Count >= capacity) return false;
            waiting.Add(item);
            if (waiting.Count == 1) Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>Adds an item, waiting while the queue is full; false when it is completed.</summary>
    public bool Add(T item)
    {
        lock (gate)
        {
            while (!completed && waiting.Count >= capacity) Monitor.Wait(gate);
            if (completed) return false;
            waiting.Add(item);
            if (waiting.Count == 1) Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>Lets the consumer look up even though nothing may have been added.</summary>
    public void Poke()
    {
        lock (gate)
        {
            poked = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>
    /// Waits for items, or to be poked, and swaps what there is against an empty list; false when the queue is completed and drained.
    /// </summary>
    public bool TakeAll(ref List<T> taken)
    {
        taken.Clear();
        lock (gate)
        {
            while (waiting.Count == 0 && !completed && !poked) Monitor.Wait(gate);
            poked = false;
            if (waiting.Count == 0) return !completed;
            (taken, waiting) = (waiting, taken);
            Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>No more items; the consumer still gets those that wait.</summary>
    public void Complete()
    {
        lock (gate)
        {
            completed = true;
            Monitor.PulseAll(gate);
        }
    }
}
