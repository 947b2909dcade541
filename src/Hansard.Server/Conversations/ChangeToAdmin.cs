using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>RequestChangeToAdmin: a member of a group becomes admin; one who is admin already stays so without a word.</summary>
internal static class ChangeToAdmin
{
    public static Failure? Handle(RequestChangeToAdmin request, Caller caller, Batch batch)
    {
        if (Membership.OfGroupAdmin(caller, request.ConversationUuid, batch, out ConversationState conversation, out _) is { } refusal) return refusal;
        if (conversation.Member(request.UserId) is not { Active: true } member) return Refusals.NoMember;
        if (member.Admin) return null;
        MemberStore.Promote(batch.Sql, conversation.Id, member.UserKey);
        batch.Record(caller.Network, FactDraft.By(caller, conversation, new MemberPromoted(member.UserId)));
        batch.Conversations.Forget(caller.Network, conversation.Uuid);
        ConversationState changed = batch.Conversations.Find(caller.Network, conversation.Uuid)!;
        AddMessage.AppendEvent(batch, caller, changed, EventTypes.AdminAdded, changed.Member(member.UserKey));
        return null;
    }
}
