using System.Runtime.InteropServices;

namespace Hansard.Server.Files;

/// <summary>Wakes those who wait for a file of a message to become ready.</summary>
internal sealed class FileArrivals
{
    private sealed class Waiting
    {
        public TaskCompletionSource Came { get; set; } = NewSignal();

        public int People { get; set; }
    }

    private readonly object gate = new();
    private readonly Dictionary<long, Waiting> byMessage = [];

    /// <summary>Begins to wait for files of a message; <see cref="Leave"/> must follow.</summary>
    public void Enter(long messageId)
    {
        lock (gate) (CollectionsMarshal.GetValueRefOrAddDefault(byMessage, messageId, out _) ??= new Waiting()).People++;
    }

    /// <summary>Completes with the next file; whoever asks before he looks misses none.</summary>
    public Task Next(long messageId)
    {
        lock (gate) return byMessage[messageId].Came.Task;
    }

    public void Leave(long messageId)
    {
        lock (gate)
            if (--byMessage[messageId].People == 0) byMessage.Remove(messageId);
    }

    public void Came(long messageId)
    {
        TaskCompletionSource came;
        lock (gate)
        {
            if (!byMessage.TryGetValue(messageId, out Waiting? waiting)) return;
            (came, waiting.Came) = (waiting.Came, NewSignal());
        }
        came.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
