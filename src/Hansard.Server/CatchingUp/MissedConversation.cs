using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Moderation;
using Hansard.Server.SessionKeys;

namespace Hansard.Server.CatchingUp;

/// <summary>
/// What a member's devices were told of one conversation: that he came in; its title, keys, nicks and those who left; its messages. Of one that
/// he is no longer in, that alone.
/// </summary>
internal sealed class MissedConversation(DbConnection sql, Caller caller, ChangePoint since, ChangedConversation conversation, ChangePage page)
{
    /// <summary>Where the page ended; null where everything is told.</summary>
    public ChangePosition? Tell(ChangePosition position)
    {
        if (!conversation.IsActive) return TellEnd() ? null : position;
        if (position.Part == ChangePart.Membership)
        {
            if (conversation.Membership > since.Changed && !TellBeginning()) return position;
            position = position with { Part = ChangePart.Conversation, At = ChangeStore.Id(caller.Network, Math.Max(since.Changed, conversation.Membership)) };
        }
        if (position.Part == ChangePart.Conversation)
        {
            if (TellChanges(ref position)) return position;
            position = position with { Part = ChangePart.Messages, At = 0, NewAfter = ChangeStore.LastKnown(sql, caller.Network, since, conversation) };
        }
        return new MissedMessages(sql, caller, since, conversation, page).Tell(position);
    }

    private bool TellEnd() => conversation.Deleted != 0
        ? page.TryAdd(new NotificationConversationDeleted(conversation.ConversationUuid))
        : page.TryAdd(new NotificationConversationLeaved(conversation.ConversationUuid, caller.UserId));

    /// <summary>Whoever comes in asks for the lists of people himself.</summary>
    private bool TellBeginning()
    {
        ConversationView view = ConversationStore.Of(sql, caller, conversation.ConversationUuid)!.View([]);
        bool blocked = view.Blocked || (view.IsDialog && Silence.IsBlockedFor(sql, conversation.Id, caller.UserKey));
        return page.TryAdd(new NotificationAddMemberToConversation(view with { Blocked = blocked }, caller.UserId, conversation.Membership));
    }

    /// <summary>True where the page ended.</summary>
    private bool TellChanges(ref ChangePosition position)
    {
        // What one who came in meanwhile was not there for is none of his.
        long first = ChangeStore.Id(caller.Network, Math.Max(since.Changed, conversation.Membership));
        if (conversation.LastChangeId <= first) return page.Room == 0;
        List<LastChange> changes = ChangeStore.LastChanges(sql, conversation.Id, first, position.At, page.Room);
        ILookup<ChangeKind, long> subjects = changes.ToLookup(change => change.Kind, change => change.Subject);
        Dictionary<long, StoredWrap> wraps = SessionKeyStore.WrapsOf(sql, [.. subjects[ChangeKind.SessionKeyAdded]], caller.UserKey);
        Dictionary<long, MentionedUser> users = ChangeStore.Mentioned(sql, conversation.Id, [.. subjects[ChangeKind.NickChanged], .. subjects[ChangeKind.MemberLeft]]);
        foreach (LastChange change in changes)
        {
            if (!Tell(change, wraps, users)) return true;
            position = position with { At = change.Id };
        }
        return page.Room == 0;
    }

    /// <summary>False where there is no room.</summary>
    private bool Tell(LastChange change, Dictionary<long, StoredWrap> wraps, Dictionary<long, MentionedUser> users) => change.Kind switch
    {
        ChangeKind.Renamed => page.TryAdd(new NotificationRenameConversation(conversation.ConversationUuid, ConversationStore.Title(sql, conversation.Id))),
        ChangeKind.NickChanged => page.TryAdd(new ConversationNickUpdatedNotification(conversation.ConversationUuid, new(users[change.Subject].UserId))),
        ChangeKind.SessionKeyAdded => !wraps.TryGetValue(change.Subject, out StoredWrap? wrap)
            || page.TryAdd(new NotificationNewSessionKey(wrap.View(conversation.ConversationUuid, caller.UserId))),
        // Who is back is shown by the event of his coming.
        ChangeKind.MemberLeft => users[change.Subject].IsMember || page.TryAdd(new NotificationConversationLeaved(conversation.ConversationUuid, new(users[change.Subject].UserId))),
        _ => throw new InvalidOperationException($"Nobody knows how to tell that a conversation {change.Kind}."),
    };
}
