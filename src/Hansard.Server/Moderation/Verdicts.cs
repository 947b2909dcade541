using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Server.CatchingUp;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Moderation;

/// <summary>
/// What moderators do to messages, users and conversations, after a report or without one. Each is a fact of the network itself; what is so already
/// stays so without another.
/// </summary>
internal static class Verdicts
{
    /// <summary>Marks a message for everybody in its conversation, or takes the mark back; a tombstone keeps it.</summary>
    public static Failure? Mark(Batch batch, Network network, ConversationUuid uuid, MessageUuid messageUuid, bool objectionable)
    {
        if (batch.Conversations.Find(network, uuid) is not { } conversation) return Refusals.NoConversation;
        if (batch.Conversations.FindMessage(conversation, messageUuid) is not { } message) return Refusals.NoMessage;
        if (message.IsEvent) return Failure.Invalid("What happened in a conversation is nobody's message.");
        if (message.Objectionable == objectionable) return null;
        MessageStore.Mark(batch.Sql, message.Id, objectionable);
        message.Objectionable = objectionable;
        batch.Conversations.Changed(network, conversation, message);
        batch.Mark(network, conversation.Id, ChangeKind.MessagesMarked, ordinals: RangeSet.Of([message.Ordinal]));
        batch.Record(network, OfNetwork(conversation, new MessageMarked(messageUuid, objectionable)));
        foreach (Announcement told in WhoIsTold.Marked(conversation, message)) batch.Announce(told);
        return null;
    }

    /// <summary>A blocked user opens no dialog and writes in none, and looks blocked to everyone. It outlives his account.</summary>
    public static Failure? BlockUser(Batch batch, Network network, UserId userId, bool blocked)
    {
        DbConnection sql = batch.Sql;
        if (BlockStore.Person(sql, network, userId) is not { } user) return Refusals.NoUser;
        if (user.Blocked != 0 == blocked) return null;
        BlockStore.SetUser(sql, user.Id, blocked);
        batch.Record(network, FactDraft.OfNetwork(new UserBlocked(userId, blocked)));
        // Who may write in a dialog is known to whoever takes its messages, and is to be read anew.
        foreach (ConversationUuid dialog in BlockStore.Dialogs(sql, user.Id)) batch.Conversations.Forget(network, dialog);
        return null;
    }

    /// <summary>In a blocked conversation nobody writes, names anything or brings anybody in; what was said can be read, and one can leave.</summary>
    public static Failure? BlockConversation(Batch batch, Network network, ConversationUuid uuid, bool blocked)
    {
        if (batch.Conversations.Find(network, uuid) is not { } conversation) return Refusals.NoConversation;
        if (conversation.Blocked == blocked) return null;
        BlockStore.SetConversation(batch.Sql, conversation.Id, blocked);
        batch.Record(network, OfNetwork(conversation, new ConversationBlocked(blocked)));
        batch.Conversations.Forget(network, uuid);
        return null;
    }

    private static FactDraft OfNetwork<TFact>(ConversationState conversation, TFact fact) where TFact : class, IFactBody =>
        FactDraft.OfNetwork(fact) with { ConversationId = conversation.Id, ConversationUuid = conversation.Uuid };
}
