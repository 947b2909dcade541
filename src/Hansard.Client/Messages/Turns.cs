using Hansard.Protocol;

namespace Hansard.Client.Messages;

/// <summary>One after another in each conversation, in the order in which they asked; conversations do not wait for each other.</summary>
internal sealed class Turns
{
    private readonly Lock gate = new();
    private readonly Dictionary<ConversationUuid, Task> last = [];

    public async Task<T> TakeAsync<T>(ConversationUuid conversation, Func<Task<T>> act, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before, mine;
        lock (gate)
        {
            before = last.GetValueOrDefault(conversation, Task.CompletedTask);
            // Who is cancelled while he waits gives up his own turn and not the one before it.
            last[conversation] = mine = Task.WhenAll(before, done.Task);
        }
        try
        {
            await before.WaitAsync(cancellation);
            return await act();
        }
        finally
        {
            done.SetResult();
            lock (gate)
            {
                if (last.GetValueOrDefault(conversation) == mine && before.IsCompleted) last.Remove(conversation);
            }
        }
    }
}
