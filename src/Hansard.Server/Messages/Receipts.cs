using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Storage;

namespace Hansard.Server.Messages;

/// <summary>
/// Delivered and read. Receipts are sets per user: they only move forward, and what is unknown, one's own, or outside one's membership is
/// skipped without a word. Read implies delivered.
/// </summary>
internal static class Receipts
{
    /// <summary>Messages that RequestMarkAllReaded marks in one step: their notifications fit into an outbox several times.</summary>
    private const int MarkedInOneStepMaximum = 500;

    /// <summary>Messages that one RequestMessagesReaded, and one fact, may name: a fact must fit an answer of the recorder's feed.</summary>
    private const int NamedMaximum = 1_000;

    public static Failure? Delivered(MessageDelivered request, Caller caller, Batch batch)
    {
        if (Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out MemberState member) is { } refusal) return refusal;
        if (batch.Conversations.FindMessage(conversation, request.MessageUuid) is not { } message || !Receivable(member, message)) return null;
        if (!member.Delivered.Add(message.Ordinal)) return null;
        message.Delivered++;
        batch.Conversations.Changed(caller.Network, conversation, message);
        batch.Conversations.Changed(conversation, member);
        batch.Announce(WhoIsTold.CountersChangedForAuthor(conversation, message));
        return null;
    }

    public static Failure? Readed(RequestMessagesReaded request, Caller caller, Batch batch)
    {
        if (request.MessageUuids.Count > NamedMaximum) return Failure.Invalid($"messageUuids may name at most {NamedMaximum} messages.");
        if (Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out MemberState member) is { } refusal) return refusal;
        List<MessageUuid> newlyRead = [];
        Dictionary<MessageUuid, MessageCounters> messages = batch.Conversations.FindMessages(conversation, request.MessageUuids);
        foreach (MessageUuid uuid in request.MessageUuids)
        {
            if (!messages.TryGetValue(uuid, out MessageCounters? message) || !Receivable(member, message) || !member.Read.Add(message.Ordinal)) continue;
            newlyRead.Add(uuid);
            MarkRead(batch, caller, conversation, member, message);
            batch.Announce(WhoIsTold.CountersChangedForAuthor(conversation, message));
            batch.Announce(WhoIsTold.CountersChangedForReader(conversation, message, caller));
        }
        RecordRead(batch, caller, conversation, newlyRead);
        return null;
    }

    private static void RecordRead(Batch batch, Caller caller, ConversationState conversation, List<MessageUuid> newlyRead)
    {
        if (newlyRead.Count > 0) batch.Record(caller.Network, FactDraft.By(caller, conversation, new MessagesRead(newlyRead)));
    }

    private static void MarkRead(Batch batch, Caller caller, ConversationState conversation, MemberState member, MessageCounters message)
    {
        message.Readed++;
        if (member.Delivered.Add(message.Ordinal)) message.Delivered++;
        if (message.Countable) member.CountableRead++;
        batch.Conversations.Changed(caller.Network, conversation, message);
        batch.Conversations.Changed(conversation, member);
    }

    /// <summary>Whether this member can receive the message: of somebody else, sent while he was a member.</summary>
    private static bool Receivable(MemberState member, MessageCounters message) => message.AuthorKey != member.UserKey && member.Spans.Contains(message.Ordinal);

    /// <summary>
    /// Everything visible becomes read; facts name what was not before. A long backlog takes several steps, so that neither the writer nor
    /// anybody's outbox has to take it at once. True when there is nothing left to mark.
    /// </summary>
    public static Result<bool> MarkAll(RequestMarkAllReaded request, Caller caller, Batch batch)
    {
        if (Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out MemberState member) is { } refusal) return refusal;
        List<MessageUuid> newlyRead = [];
        foreach ((long first, long last) in member.Spans.Ranges.SelectMany(range => member.Read.Missing(range.From, Math.Min(range.To, conversation.LastOrdinal))).ToList())
        {
            foreach (MessageCounters message in batch.Conversations.FindMessages(conversation, first, last, MarkedInOneStepMaximum - newlyRead.Count))
            {
                newlyRead.Add(message.Uuid);
                member.Read.Add(message.Ordinal);
                MarkRead(batch, caller, conversation, member, message);
                batch.Announce(WhoIsTold.CountersChangedForAuthor(conversation, message));
                batch.Announce(WhoIsTold.CountersChangedForReader(conversation, message, caller));
            }
            if (newlyRead.Count >= MarkedInOneStepMaximum) break;
        }
        RecordRead(batch, caller, conversation, newlyRead);
        return newlyRead.Count < MarkedInOneStepMaximum;
    }
}
