using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Files;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Files;
using Hansard.Server.Moderation;
using Hansard.Server.SessionKeys;
using Hansard.Server.Storage;

namespace Hansard.Server.CatchingUp;

/// <summary>
/// What a member's devices were told of one conversation: that he came in; its title, picture, keys, nicks and those who left; its messages, and their files. Of one that
/// he is no longer in, that alone.
/// </summary>
internal sealed class MissedConversation(DbConnection sql, FileUrls urls, Caller caller, ChangePoint since, ChangedConversation conversation, ChangePage page)
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
        if (position.Part == ChangePart.Messages)
        {
            if (new MissedMessages(sql, caller, since, conversation, page).Tell(position) is { } rest) return rest;
            position = new ChangePosition(conversation.Id, ChangePart.Files, 0, 0);
        }
        return TellFiles(ref position) ? position : null;
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

    /// <summary>True where the page ended. A file comes after its message, as it does live, and to those alone who may read that.</summary>
    private bool TellFiles(ref ChangePosition position)
    {
        if (conversation.LastChangeId <= ChangeStore.Id(caller.Network, since.Changed)) return page.Room == 0;
        RangeSet spans = conversation.SpansSince(since);
        while (page.Room > 0)
        {
            List<ReadyFile> files = ChangeStore.ReadyFiles(sql, caller.Network, conversation.Id, since, position.At);
            if (files.Count == 0) return false;
            foreach (ReadyFile file in files)
            {
                if (file.IsShownTo(spans) && !page.TryAdd(new FileReadyNotification(
                    urls.Download(caller, conversation.ConversationUuid, file.DownloadName), conversation.ConversationUuid, new(file.MessageUuid)))) return true;
                position = position with { At = file.Id };
            }
        }
        return true;
    }

    /// <summary>False where there is no room.</summary>
    private bool Tell(LastChange change, Dictionary<long, StoredWrap> wraps, Dictionary<long, MentionedUser> users) => change.Kind switch
    {
        ChangeKind.Renamed => page.TryAdd(new NotificationRenameConversation(conversation.ConversationUuid, ConversationStore.Title(sql, conversation.Id))),
        ChangeKind.NickChanged => page.TryAdd(new ConversationNickUpdatedNotification(conversation.ConversationUuid, new(users[change.Subject].UserId))),
        ChangeKind.SessionKeyAdded => !wraps.TryGetValue(change.Subject, out StoredWrap? wrap)
            || page.TryAdd(new NotificationNewSessionKey(wrap.View(conversation.ConversationUuid, caller.UserId))),
        ChangeKind.AvatarChanged => page.TryAdd(new ConversationAvatarChangedNotification(conversation.ConversationUuid, ConversationStore.AvatarUpdated(sql, conversation.Id))),
        // Who is back is shown by the event of his coming.
        ChangeKind.MemberLeft => users[change.Subject].IsMember || page.TryAdd(new NotificationConversationLeaved(conversation.ConversationUuid, new(users[change.Subject].UserId))),
        _ => throw new InvalidOperationException($"Nobody knows how to tell that a conversation {change.Kind}."),
    };
}
