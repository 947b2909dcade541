using Hansard.Protocol;
using Hansard.Server.CatchingUp;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>
/// What the writer needs to know of a conversation to take a message or a receipt without asking the database: members, current key,
/// where the history ends, the counters of the latest messages. Owned by the writer's thread; a copy of what is stored, never more.
/// </summary>
internal sealed class ConversationState
{
    /// <summary>Latest messages whose counters are kept.</summary>
    private const int RecentMaximum = 32;

    private readonly Dictionary<MessageUuid, MessageCounters> recent = [];
    private readonly Queue<MessageUuid> recentOrder = [];

    public required long Id { get; init; }

    public required ConversationUuid Uuid { get; init; }

    public required bool IsDialog { get; init; }

    /// <summary>The network's moderators have closed it to everyone.</summary>
    public required bool Blocked { get; init; }

    /// <summary>The user keys of those who may not write here, though they are members: see <see cref="Moderation.Silence"/>.</summary>
    public required IReadOnlyCollection<long> Silenced { get; init; }

    public required long SessionKeyId { get; init; }

    public required SessionKeyUuid SessionKeyUuid { get; init; }

    /// <summary>Why no message may use the current key any more; null while it is open.</summary>
    public required string? SessionKeyClosed { get; init; }

    /// <summary>At least one recorder has opened the current key.</summary>
    public required bool SessionKeyConfirmed { get; init; }

    /// <summary>Everybody who is or was a member, by user key.</summary>
    public required IReadOnlyDictionary<long, MemberState> Members { get; init; }

    /// <summary>The keys of those who are members now; replaced with the state, so it may be handed to other threads.</summary>
    public required IReadOnlyList<long> ActiveKeys { get; init; }

    public long LastOrdinal { get; set; }

    /// <summary>Messages so far that count as unread for those who have not read them.</summary>
    public long Countable { get; set; }

    /// <summary>Which messages were delivered or read of late.</summary>
    public ReceiptWindow Receipts { get; } = new();

    /// <summary>Whether this member may say nothing here.</summary>
    public bool Silences(long userKey) => Blocked || Silenced.Contains(userKey);

    public MemberState? Member(long userKey) => Members.GetValueOrDefault(userKey);

    public long NextMessageId() => Id << 32 | ++LastOrdinal;

    public MessageCounters? Recent(MessageUuid uuid) => recent.GetValueOrDefault(uuid);

    /// <param name="message">Becomes one of the latest, if it is not among them.</param>
    /// <param name="committed">The last batch on disk: what a later one has added or changed stays, for the database does not show it yet.</param>
    public void Remember(MessageCounters message, long committed)
    {
        if (!recent.TryAdd(message.Uuid, message)) return;
        recentOrder.Enqueue(message.Uuid);
        while (recentOrder.Count > RecentMaximum && recent[recentOrder.Peek()].Batch <= committed) recent.Remove(recentOrder.Dequeue());
    }
}
