using Hansard.Protocol;

namespace Hansard.Client.Messages;

/// <summary>
/// The latest messages that were told or sent from here. Catching up overlaps with what the server tells, and with what this device says
/// itself; nothing is told twice.
/// </summary>
internal sealed class SeenMessages
{
    /// <summary>More than can wait in a connection's queue while it catches up.</summary>
    public const int Remembered = 32_768;

    private readonly Lock gate = new();
    private readonly HashSet<(ConversationUuid, MessageUuid)> seen = [];
    private readonly Queue<(ConversationUuid, MessageUuid)> order = new();

    public bool Contains(ConversationUuid conversation, MessageUuid message)
    {
        lock (gate) return seen.Contains((conversation, message));
    }

    public void Add(ConversationUuid conversation, MessageUuid message)
    {
        lock (gate)
        {
            if (!seen.Add((conversation, message))) return;
            order.Enqueue((conversation, message));
            if (order.Count > Remembered) seen.Remove(order.Dequeue());
        }
    }
}
