using Hansard.Protocol.Journal;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Journal;
using Hansard.Server.Storage;

namespace Hansard.Server.SessionKeys;

/// <summary>Session keys that end because somebody must no longer read along, or cannot yet, with the facts that say so: nothing is said until a member has added others.</summary>
internal static class Closing
{
    /// <summary>The current key of one conversation; one that is closed already keeps its first reason. What the writer knows of the conversation is out of date then.</summary>
    /// <param name="reason">One of <see cref="ClosingReasons"/>.</param>
    public static void Of(ConversationState conversation, Caller caller, Batch batch, string reason)
    {
        if (conversation.SessionKeyClosed is not null) return;
        SessionKeyStore.Close(batch.Sql, conversation.SessionKeyId, reason);
        batch.Record(caller.Network, FactDraft.By(caller, conversation, new SessionKeyClosed(conversation.SessionKeyUuid, reason, null)));
        batch.Conversations.Forget(caller.Network, conversation.Uuid);
    }

    /// <summary>The current key of every conversation that the caller is in; its members must add another before they write again.</summary>
    /// <param name="reason">One of <see cref="ClosingReasons"/>.</param>
    public static void AllOf(Caller caller, Batch batch, string reason)
    {
        foreach (ClosedKey closed in SessionKeyStore.CloseAllOf(batch.Sql, caller.UserKey, reason))
        {
            batch.Record(caller.Network, FactDraft.By(caller, null, new SessionKeyClosed(closed.Key, reason, null)) with
            {
                ConversationId = closed.ConversationId, ConversationUuid = closed.Conversation,
            });
            batch.Conversations.Forget(caller.Network, closed.Conversation);
        }
    }
}
