using System.Diagnostics.CodeAnalysis;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>The first check of every request about a conversation.</summary>
internal static class Membership
{
    /// <summary>Null for a present member; to a stranger the conversation does not exist, a past member is told so.</summary>
    public static Failure? Of(Caller caller, ConversationUuid uuid, Batch batch, out ConversationState conversation, out MemberState member)
    {
        conversation = batch.Conversations.Find(caller.Network, uuid)!;
        member = conversation?.Member(caller.UserKey)!;
        if (conversation is null || member is null) return Refusals.NoConversation;
        return member.Active ? null : Refusals.NoLongerMember;
    }

    /// <summary>The same for what there is in groups alone.</summary>
    public static Failure? OfGroup(Caller caller, ConversationUuid uuid, Batch batch, out ConversationState conversation, out MemberState member) =>
        Of(caller, uuid, batch, out conversation, out member) ?? (conversation.IsDialog ? Refusals.NotInDialogs : null);

    /// <summary>The same for what the admins of a group may do.</summary>
    public static Failure? OfGroupAdmin(Caller caller, ConversationUuid uuid, Batch batch, out ConversationState conversation, out MemberState admin) =>
        OfGroup(caller, uuid, batch, out conversation, out admin) ?? (admin.Admin ? null : Refusals.NotAdmin);

    /// <summary>Somebody who is or was a member.</summary>
    public static MemberState? Member(this ConversationState conversation, UserId userId) =>
        conversation.Members.Values.FirstOrDefault(member => member.UserId == userId);
}
