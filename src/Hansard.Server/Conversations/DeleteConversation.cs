using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Journal;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>RequestDeleteConversation: a group by its admins, a dialog by either, for everybody in it. Its uuid is never free again.</summary>
internal sealed class DeleteConversation(Eraser eraser)
{
    public Failure? Handle(RequestDeleteConversation request, Caller caller, Batch batch)
    {
        if (Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out MemberState member) is { } refusal) return refusal;
        if (!conversation.IsDialog && !member.Admin) return Refusals.NotAdmin;
        Delete(batch, caller, conversation);
        return null;
    }

    public void Delete(Batch batch, Caller caller, ConversationState conversation)
    {
        ConversationStore.MarkDeleted(batch.Sql, conversation.Id);
        MemberStore.LeaveAll(batch.Sql, conversation.Id, batch.Touch(caller.Network));
        long factId = batch.Record(caller.Network, FactDraft.By(caller, conversation, new ConversationDeleted()));
        batch.Announce(WhoIsTold.ConversationDeleted(conversation, caller));
        batch.Conversations.Forget(caller.Network, conversation.Uuid);
        eraser.Erase(batch, caller.Network, [new Erasure(factId, conversation.Id, null)]);
    }
}
