using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Server.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.SessionKeys;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>RequestLeaveConversation, RequestKickUser: somebody is a member no longer, and the key that he holds is closed.</summary>
internal sealed class Leaving(DeleteConversation deletion)
{
    public Failure? Leave(RequestLeaveConversation request, Caller caller, Batch batch)
    {
        if (Membership.OfGroup(caller, request.ConversationUuid, batch, out ConversationState conversation, out MemberState member) is { } refusal) return refusal;
        Remove(batch, caller, conversation, member, new MemberLeft(), ClosingReasons.Left, EventTypes.Left);
        return null;
    }

    public Failure? Kick(RequestKickUser request, Caller caller, Batch batch)
    {
        if (Membership.OfGroupAdmin(caller, request.ConversationUuid, batch, out ConversationState conversation, out MemberState admin) is { } refusal) return refusal;
        if (conversation.Member(request.UserId) is not { } kicked) return Refusals.NoMember;
        if (kicked == admin) return Failure.Invalid("Nobody kicks himself; leave instead.");
        if (kicked.Active) Remove(batch, caller, conversation, kicked, new MemberKicked(kicked.UserId), ClosingReasons.Kicked, EventTypes.Kicked);
        return null;
    }

    /// <summary>Ends a membership. A group without an admin gets its longest-standing member, and one without members is deleted.</summary>
    public void Remove<TFact>(
        Batch batch, Caller caller, ConversationState conversation, MemberState leaver, TFact fact, string closingReason, string eventType) where TFact : class, IFactBody
    {
        leaver.Spans.CutAfter(conversation.LastOrdinal);
        MemberStore.Leave(batch.Sql, conversation.Id, leaver.UserKey, leaver.Spans, batch.Touch(caller.Network));
        batch.Mark(caller.Network, conversation.Id, ChangeKind.MemberLeft, leaver.UserKey);
        batch.Record(caller.Network, FactDraft.By(caller, conversation, fact));
        if (Heir(conversation, leaver) is { } heir)
        {
            MemberStore.Promote(batch.Sql, conversation.Id, heir.UserKey);
            batch.Record(caller.Network, FactDraft.By(caller, conversation, new MemberPromoted(heir.UserId)));
        }
        Closing.Of(conversation, caller, batch, closingReason);
        batch.Conversations.Forget(caller.Network, conversation.Uuid);

        ConversationState remaining = batch.Conversations.Find(caller.Network, conversation.Uuid)!;
        batch.Announce(WhoIsTold.ConversationLeft(remaining, leaver, caller));
        if (remaining.ActiveKeys.Count == 0) deletion.Delete(batch, caller, remaining);
        else AddMessage.AppendEvent(batch, caller, remaining, eventType, leaver);
    }

    /// <summary>Who becomes admin because nobody else is; null where somebody is, or nobody is left, and in dialogs, where both always are.</summary>
    private static MemberState? Heir(ConversationState conversation, MemberState leaver)
    {
        MemberState[] rest = [.. conversation.Members.Values.Where(member => member.Active && member != leaver)];
        return rest.Any(member => member.Admin) ? null : rest.OrderBy(member => member.Joined).ThenBy(member => member.UserKey).FirstOrDefault();
    }
}
