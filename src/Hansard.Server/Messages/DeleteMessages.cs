using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Server.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Storage;

namespace Hansard.Server.Messages;

/// <summary>
/// RequestDeleteMessage, RequestDeleteMessages: by the author, in groups by an admin too. A tombstone stays in its place. Of several messages
/// all are deleted or none; what is a tombstone already stays one without a word.
/// </summary>
internal sealed class DeleteMessages(Eraser eraser)
{
    /// <summary>Messages that one request may name: their notifications fit into an outbox several times.</summary>
    private const int NamedMaximum = 1_000;

    public Failure? One(RequestDeleteMessage request, Caller caller, Batch batch) => Delete(request.ConversationUuid, [request.Uuid], caller, batch);

    public Failure? Many(RequestDeleteMessages request, Caller caller, Batch batch) => request.Uuids.Count > NamedMaximum
        ? Failure.Invalid($"uuids may name at most {NamedMaximum} messages.")
        : Delete(request.ConversationUuid, request.Uuids, caller, batch);

    private Failure? Delete(ConversationUuid conversationUuid, IReadOnlyList<MessageUuid> uuids, Caller caller, Batch batch)
    {
        if (Membership.Of(caller, conversationUuid, batch, out ConversationState conversation, out MemberState member) is { } refusal) return refusal;
        Dictionary<MessageUuid, MessageCounters> found = batch.Conversations.FindMessages(conversation, uuids);
        List<MessageCounters> messages = [];
        foreach (MessageUuid uuid in uuids.Distinct())
        {
            if (!found.TryGetValue(uuid, out MessageCounters? message) || !member.Spans.Contains(message.Ordinal)) return Refusals.NoMessage;
            if (message.IsEvent) return Failure.Forbidden("What happened in a conversation cannot be deleted.");
            if (message.AuthorKey != caller.UserKey && (conversation.IsDialog || !member.Admin)) return Failure.Forbidden("Only its author deletes a message; in a group an admin may too.");
            if (!message.Deleted) messages.Add(message);
        }
        Delete(batch, caller, conversation, messages);
        return null;
    }

    /// <summary>Makes tombstones of messages that are none yet.</summary>
    public void Delete(Batch batch, Caller caller, ConversationState conversation, IReadOnlyList<MessageCounters> messages)
    {
        if (messages.Count == 0) return;
        MessageStore.MarkDeleted(batch.Sql, messages.Select(message => message.Id));
        batch.Mark(caller.Network, conversation.Id, ChangeKind.MessagesDeleted, caller.UserKey, RangeSet.Of(messages.Select(message => message.Ordinal)));
        eraser.Erase(batch, caller.Network, [.. messages.Select(message => Bury(batch, caller, conversation, message))]);
    }

    /// <summary>The message counts as nobody's unread any more: for those who had not read it yet it moves to what is unread no longer.</summary>
    private static Erasure Bury(Batch batch, Caller caller, ConversationState conversation, MessageCounters message)
    {
        message.Delete();
        batch.Conversations.Changed(caller.Network, conversation, message);
        foreach (MemberState reader in conversation.Members.Values)
        {
            if (!reader.Spans.Contains(message.Ordinal) || reader.Read.Contains(message.Ordinal)) continue;
            reader.CountableRead++;
            batch.Conversations.Changed(conversation, reader);
        }
        batch.Announce(WhoIsTold.MessageDeleted(conversation, message, caller));
        long factId = batch.Record(caller.Network, FactDraft.By(caller, conversation, new MessageDeleted(message.Uuid)));
        return new Erasure(factId, conversation.Id, message.Id);
    }
}
