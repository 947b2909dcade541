using Hansard.Protocol;
using Hansard.Server.CatchingUp;
using Hansard.Server.Messages;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>
/// The conversations that the writer is working with, and what the open batch has decided on them. Appends and receipts of a batch gather
/// here and are written together: a member who reads fifty messages is one update. Writer's thread only.
/// </summary>
internal sealed class ConversationCache(Batch batch)
{
    /// <summary>
    /// Conversations in the younger of two generations; what is used again moves into it, the elder one is dropped when it is full. More than the
    /// items of the open batch and the one being committed (<see cref="GroupCommit.BatchMaximum"/> each), so that what is read from the database
    /// is never something that they have changed.
    /// </summary>
    private const int GenerationMaximum = 5_000;

    private readonly List<MessageRow> added = [];
    private readonly List<(ConversationState Conversation, MessageCounters Counters)> changedCounters = [];
    private readonly List<(Network Network, ConversationState Conversation)> conversationsWithReceipts = [];
    private readonly List<(ConversationState Conversation, MemberState Member)> changedMembers = [];
    private Dictionary<(long Network, ConversationUuid Uuid), ConversationState> young = [];
    private Dictionary<(long Network, ConversationUuid Uuid), ConversationState> old = [];

    /// <summary>
    /// Looks up every new message's uuid before it is added. Otherwise one that was added long ago is noticed only by the store's unique key, which
    /// undoes the batch: a look-up for each message would cost more than that ever does.
    /// </summary>
    public bool Careful { get; set; }

    /// <summary>Null where the network has no such conversation, or had one that is deleted.</summary>
    public ConversationState? Find(Network network, ConversationUuid uuid)
    {
        (long, ConversationUuid) key = (network.Id, uuid);
        if (young.TryGetValue(key, out ConversationState? state)) return state;
        if (!old.Remove(key, out state) && (state = batch.Look(sql => ConversationLoading.Load(sql, network.Id, [uuid])).SingleOrDefault()) is null) return null;
        Keep(network, state);
        return state;
    }

    /// <summary>Looks up together what the next items need and is not in memory.</summary>
    public void Prepare(List<Work> items)
    {
        HashSet<(Network Network, ConversationUuid Uuid)> unknown = [.. items.Select(item => item.Needs).OfType<(Network Network, ConversationUuid Uuid)>()
            .Where(needed => !young.ContainsKey((needed.Network.Id, needed.Uuid)) && !old.ContainsKey((needed.Network.Id, needed.Uuid)))];
        if (unknown.Count < 2) return;
        foreach (IGrouping<Network, ConversationUuid> network in unknown.GroupBy(needed => needed.Network, needed => needed.Uuid))
            foreach (ConversationState state in batch.Look(sql => ConversationLoading.Load(sql, network.Key.Id, [.. network]))) Keep(network.Key, state);
    }

    private void Keep(Network network, ConversationState state)
    {
        if (young.Count >= GenerationMaximum) (old, young) = (young, []);
        young[(network.Id, state.Uuid)] = state;
    }

    /// <summary>Whether a message of this uuid was added before, as far as is known without asking, or known at all when <see cref="Careful"/>.</summary>
    public bool WasAdded(ConversationState conversation, MessageUuid uuid) =>
        conversation.Recent(uuid) is not null || (Careful && FindMessage(conversation, uuid) is not null);

    /// <summary>The counters of a message, from memory or from the database; null where the conversation has no such message.</summary>
    public MessageCounters? FindMessage(ConversationState conversation, MessageUuid uuid) =>
        conversation.Recent(uuid) ?? FindMessages(conversation, [uuid]).GetValueOrDefault(uuid);

    /// <summary>The same for several messages with at most one look-up; those that the conversation has not are absent.</summary>
    public Dictionary<MessageUuid, MessageCounters> FindMessages(ConversationState conversation, IReadOnlyCollection<MessageUuid> uuids)
    {
        Dictionary<MessageUuid, MessageCounters> found = [];
        List<MessageUuid> unknown = [];
        foreach (MessageUuid uuid in uuids)
        {
            if (conversation.Recent(uuid) is { } recent) found[uuid] = recent;
            else unknown.Add(uuid);
        }
        if (unknown.Count == 0) return found;
        foreach (MessageCounters stored in batch.Look(sql => MessageStore.Counters(sql, conversation.Id, unknown)))
            found[stored.Uuid] = Known(conversation, stored);
        return found;
    }

    /// <summary>The counters of the messages between two ordinals, both included, in their order, at most <paramref name="limit"/>.</summary>
    public List<MessageCounters> FindMessages(ConversationState conversation, long from, long to, int limit)
    {
        _ = batch.Sql; // Messages that are only in memory yet are to be found too.
        return [.. batch.Look(sql => MessageStore.CountersBetween(sql, conversation.Id, from, to, limit)).Select(stored => Known(conversation, stored))];
    }

    /// <summary>One message has one object, however it was found.</summary>
    private MessageCounters Known(ConversationState conversation, MessageCounters stored)
    {
        if (conversation.Recent(stored.Uuid) is { } known) return known;
        stored.Batch = batch.Number; // It may be about to change.
        conversation.Remember(stored, batch.CommittedNumber);
        return stored;
    }

    public void Add(ConversationState conversation, MessageRow message, MessageCounters counters)
    {
        added.Add(message);
        counters.Batch = batch.Number;
        conversation.Remember(counters, batch.CommittedNumber);
    }

    public void Changed(Network network, ConversationState conversation, MessageCounters counters)
    {
        counters.Batch = batch.Number;
        if (counters.Dirty) return;
        counters.Dirty = true;
        changedCounters.Add((conversation, counters));
        if (conversation.Receipts.Add(counters.Ordinal)) conversationsWithReceipts.Add((network, conversation));
    }

    public void Changed(ConversationState conversation, MemberState member)
    {
        if (member.Dirty) return;
        member.Dirty = true;
        changedMembers.Add((conversation, member));
    }

    /// <summary>Hands over everything decided so far, as rows that nobody changes any more.</summary>
    public void MoveChangedInto(Changes changes)
    {
        changes.Messages.AddRange(added);
        added.Clear();
        foreach ((Network network, ConversationState conversation) in conversationsWithReceipts)
            changes.ReceiptChanges.Add(conversation.Receipts.Close(network, conversation.Id, batch.Touch(network), batch.Now));
        conversationsWithReceipts.Clear();
        foreach ((ConversationState conversation, MessageCounters counters) in changedCounters)
        {
            counters.Dirty = false;
            changes.Counters.Add(new CounterRow(counters.Id, counters.Readed, counters.Delivered, conversation.Receipts.Changed));
        }
        changedCounters.Clear();
        foreach ((ConversationState conversation, MemberState member) in changedMembers)
        {
            member.Dirty = false;
            changes.Receipts.Add(new ReceiptsRow(conversation.Id, member.UserKey, member.Read.ToBytes(), member.Delivered.ToBytes(), member.CountableRead));
        }
        changedMembers.Clear();
    }

    /// <summary>SQL of the batch has changed this conversation: what is known of it is read anew when next needed.</summary>
    public void Forget(Network network, ConversationUuid uuid)
    {
        _ = batch.Sql; // What was decided on it is written first.
        young.Remove((network.Id, uuid));
        old.Remove((network.Id, uuid));
    }

    /// <summary>SQL of the batch has changed many conversations.</summary>
    public void ForgetAll()
    {
        _ = batch.Sql;
        young.Clear();
        old.Clear();
    }

    /// <summary>The batch was undone: what it decided is dropped unwritten.</summary>
    public void Drop()
    {
        added.Clear();
        changedCounters.Clear();
        conversationsWithReceipts.Clear();
        changedMembers.Clear();
        young.Clear();
        old.Clear();
    }
}
