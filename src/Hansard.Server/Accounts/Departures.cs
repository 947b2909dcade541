using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Fanout;
using Hansard.Server.Messages;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>
/// Takes a deleted user out of his conversations and makes tombstones of what he wrote. That may be much, so it goes in steps, others' work
/// between them; what is left to do is stored, and a server that starts goes on with it.
/// </summary>
internal sealed class Departures(GroupCommit writer, Leaving leaving, DeleteMessages deletion)
{
    /// <summary>Conversations that he leaves in one batch.</summary>
    private const int ConversationsPerStep = 100;

    /// <summary>Messages of a conversation that are looked through in one batch, whoever wrote them: their notifications fit into an outbox several times.</summary>
    private const int MessagesPerStep = 1_000;

    /// <summary>Most users are in so few conversations that they are out of all of them at once.</summary>
    public void Begin(Batch batch, Caller caller)
    {
        DepartureStore.Add(batch.Sql, caller);
        Leave(batch, caller);
        batch.Announce(new AfterCommit(() => GoOn(caller.Network)));
    }

    /// <summary>Queues the next step, if there is one and the writer has room for it; else the next departure or start goes on from here.</summary>
    public void GoOn(Network network) => writer.TryEnqueue(new AwaitedWork<bool>(batch => Step(batch, network)));

    private bool Step(Batch batch, Network network)
    {
        // What he leaves behind in a network that has ended goes with it.
        if (network.Settings.HasEnded) return false;
        if (DepartureStore.First(batch.Sql, network) is not { } departure) return false;
        Caller caller = departure.Caller(network);
        if (!Leave(batch, caller)) Bury(batch, caller, departure);
        batch.Announce(new AfterCommit(() => GoOn(network)));
        return true;
    }

    /// <summary>False where he is in none any more.</summary>
    private bool Leave(Batch batch, Caller caller)
    {
        List<ConversationUuid> memberships = DepartureStore.Memberships(batch.Sql, caller.UserKey, ConversationsPerStep);
        foreach (ConversationUuid uuid in memberships)
        {
            ConversationState conversation = batch.Conversations.Find(caller.Network, uuid)!;
            leaving.Remove(batch, caller, conversation, conversation.Member(caller.UserKey)!, new MemberLeft(), ClosingReasons.UserDeleted, EventTypes.Left);
        }
        return memberships.Count > 0;
    }

    private void Bury(Batch batch, Caller caller, Departure departure)
    {
        DbConnection sql = batch.Sql;
        if (DepartureStore.FormerMembership(sql, departure.UserKey) is not { } former)
        {
            DepartureStore.Done(sql, departure.UserKey);
            return;
        }
        // A conversation that was deleted is erased as a whole, with what he said in it.
        if (batch.Conversations.Find(caller.Network, new(former.Uuid)) is { } conversation && BurySome(batch, caller, conversation, departure.Reached) is { } reached)
        {
            DepartureStore.Reach(batch.Sql, departure.UserKey, reached);
            return;
        }
        DepartureStore.Forget(batch.Sql, departure.UserKey, former.ConversationId);
        batch.Conversations.Forget(caller.Network, new(former.Uuid));
    }

    /// <summary>The ordinal up to which all is done; null where that is the end of the conversation.</summary>
    private long? BurySome(Batch batch, Caller caller, ConversationState conversation, long reached)
    {
        List<MessageCounters> messages = batch.Conversations.FindMessages(conversation, reached + 1, conversation.LastOrdinal, MessagesPerStep);
        deletion.Delete(batch, caller, conversation, [.. messages.Where(message => message.AuthorKey == caller.UserKey && !message.IsEvent && !message.Deleted)]);
        return messages.Count < MessagesPerStep ? null : messages[^1].Ordinal;
    }
}
