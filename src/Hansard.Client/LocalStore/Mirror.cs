using System.Globalization;
using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Contacts;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Files;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Client.LocalStore;

/// <summary>
/// What this device knows of its conversations, on its disk and as the server shows it: bodies and titles still under their session keys. Whatever a
/// notification says is brought in by one function, whether it comes live or by catching up, once or several times: messages are there once, tombstones
/// stay, counters and read marks only rise. For what has no order of its own it is noted that the server is to be asked, until it has answered.
/// </summary>
internal sealed class Mirror(StoreFile file, UserId own) : IDisposable
{
    /// <summary>Messages kept of each conversation, the newest; <see cref="TrimmedEvery"/> more until the next time.</summary>
    private const int MessagesKept = 10_000;

    /// <summary>Files kept in mind of each conversation, those that came last.</summary>
    private const int FilesKept = 10_000;

    /// <summary>As many unfinished files as a server takes of a user by itself.</summary>
    private const int DraftsKept = Limits.UnfinishedFilesPerUser;

    /// <summary>One in so many has what is too old taken away, which looks at all that is kept.</summary>
    private const int TrimmedEvery = 100;

    private const string CursorMark = "cursor";

    /// <summary>The contact list, among what is unsettled; no conversation has this uuid.</summary>
    private const string ContactsMark = "";

    private readonly Lock gate = new();

    /// <summary>Up to where changes are in here; null before the first time.</summary>
    public string? Cursor
    {
        get
        {
            lock (gate) return file.Get<StoreMark>(Kept.Mark, "", CursorMark)?.Text;
        }
    }

    /// <summary>Brings in one notification; true where that changed anything, or where it tells of what is not kept here.</summary>
    public bool Apply(INotification notification)
    {
        lock (gate) return file.InTransaction(() => Bring(notification));
    }

    /// <summary>Brings in the changes of an answer together with its cursor, all or none; those that changed anything.</summary>
    public List<Notification> Apply(IEnumerable<Notification> changes, string cursor)
    {
        lock (gate)
        {
            return file.InTransaction(() =>
            {
                var news = changes.Where(change => Bring(change.Body)).ToList();
                file.Put(Kept.Mark, "", CursorMark, 0, new StoreMark(cursor));
                return news;
            });
        }
    }

    /// <summary>What this device has read itself, of which it is not told.</summary>
    public void MarkRead(ConversationUuid conversation, IReadOnlyList<MessageUuid> messages)
    {
        lock (gate)
        {
            file.InTransaction(() => messages.Select(message => Held(conversation, message)).OfType<MessageView>()
                .Count(held => Replace(held, held with { Readed = true })));
        }
    }

    /// <summary>Everything is loaded anew from here on: what is kept may have missed something. Until it is loaded there is no cursor.</summary>
    public void BeginAnew()
    {
        lock (gate)
        {
            file.InTransaction(() =>
            {
                foreach (var conversation in file.All<ConversationView>(Kept.Conversation, "")) Forget(conversation.Uuid);
                file.RemoveAll(Kept.Contact, "");
                return file.Remove(Kept.Mark, "", CursorMark);
            });
        }
    }

    /// <summary>Conversations that the server is to be asked for: their titles, who is in them, or whether the user still is.</summary>
    public IReadOnlyList<ConversationUuid> Unsettled
    {
        get
        {
            lock (gate) return [.. file.All<StoreMark>(Kept.Unsettled, "").Select(mark => mark.Text.Split('\n')[0]).Where(id => id != ContactsMark).Select(id => new ConversationUuid(id))];
        }
    }

    /// <summary>The contact list is to be asked for.</summary>
    public bool ContactsUnsettled
    {
        get
        {
            lock (gate) return file.Get<StoreMark>(Kept.Unsettled, "", ContactsMark) is not null;
        }
    }

    /// <summary>What is unsettled of a conversation now; given back with the answer, so that what came meanwhile stays unsettled.</summary>
    public string? Question(ConversationUuid conversation)
    {
        lock (gate) return file.Get<StoreMark>(Kept.Unsettled, "", conversation.Value)?.Text;
    }

    /// <summary>A conversation as the server has it now, people and all.</summary>
    /// <param name="answered">What <see cref="Question"/> was before the server was asked.</param>
    public void Take(ConversationView conversation, string? answered)
    {
        lock (gate)
        {
            file.InTransaction(() =>
            {
                // A picture is never taken away, and what was told of it may be newer than this answer.
                var picture = Math.Max(conversation.AvatarUpdated, Knows(conversation.Uuid) is { HasAvatar: true } known ? known.AvatarUpdated : 0);
                file.Put(Kept.Conversation, "", conversation.Uuid.Value, 0,
                    picture == conversation.AvatarUpdated ? conversation : conversation with { HasAvatar = true, AvatarUpdated = picture });
                return answered is not null && file.Get<StoreMark>(Kept.Unsettled, "", conversation.Uuid.Value)?.Text == answered
                    && file.Remove(Kept.Unsettled, "", conversation.Uuid.Value);
            });
        }
    }

    public void Take(IReadOnlyList<ContactView> contacts)
    {
        lock (gate)
        {
            file.InTransaction(() =>
            {
                file.RemoveAll(Kept.Contact, "");
                file.Remove(Kept.Unsettled, "", ContactsMark);
                foreach (var contact in contacts) file.Put(Kept.Contact, "", contact.ContactId.Value, 0, contact);
                return true;
            });
        }
    }

    public bool Holds(ConversationUuid conversation, MessageUuid message)
    {
        lock (gate) return Held(conversation, message) is not null;
    }

    public void Remove(ConversationUuid conversation)
    {
        lock (gate) file.InTransaction(() => Forget(conversation));
    }

    public IReadOnlyList<ConversationView> Conversations
    {
        get
        {
            lock (gate) return file.All<ConversationView>(Kept.Conversation, "");
        }
    }

    public IReadOnlyList<ContactView> Contacts
    {
        get
        {
            lock (gate) return file.All<ContactView>(Kept.Contact, "");
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<MessageView> Messages(ConversationUuid conversation)
    {
        lock (gate) return file.All<MessageView>(Kept.Message, conversation.Value);
    }

    /// <summary>How many files of a message are known to be there, previews among them.</summary>
    public int ReadyFiles(ConversationUuid conversation, MessageUuid message)
    {
        lock (gate) return Held(conversation, message) is { Deleted: false } ? file.All<StoreMark>(Kept.ReadyFile, conversation.Value).Count(mark => mark.Text == message.Value) : 0;
    }

    /// <summary>Files that are to be sent, the oldest first; only so many as <see cref="DraftsKept"/>.</summary>
    public IReadOnlyList<StoredDraft> Drafts
    {
        get
        {
            lock (gate) return file.All<StoredDraft>(Kept.FileDraft, "");
        }
    }

    public void Keep(StoredDraft draft)
    {
        lock (gate)
        {
            file.InTransaction(() =>
            {
                file.Put(Kept.FileDraft, "", draft.Message.Uuid.Value, file.LastPlace(Kept.FileDraft, "") + 1, draft);
                file.Trim(Kept.FileDraft, "", DraftsKept);
                return true;
            });
        }
    }

    public void DropDraft(MessageUuid message)
    {
        lock (gate) file.InTransaction(() => file.Remove(Kept.FileDraft, "", message.Value));
    }

    public IReadOnlyList<SessionKeyView> SessionKeys(ConversationUuid conversation)
    {
        lock (gate) return file.All<SessionKeyView>(Kept.SessionKey, conversation.Value);
    }

    public void Dispose() => file.Dispose();

    private bool Bring(INotification notification) => notification switch
    {
        NotificationAddedMessageToConversation added => Knows(added.Message.ConversationUuid) is null || Keep(added.Message),
        UpdatedMessageNotification updated => Held(updated.ConversationUuid, updated.Uuid) is not { } held || Replace(held, MessageMerge.With(held, updated, own)),
        DeleteMessageNotification deleted => Held(deleted.ConversationUuid, deleted.MessageUuid) is not { } held || Replace(held, MessageMerge.Tombstone(held)),
        NotificationAddMemberToConversation came => Begin(came),
        NotificationConversationLeaved left => Ask(left.Uuid),
        // Nobody makes one of this uuid again.
        NotificationConversationDeleted gone => Forget(gone.Uuid),
        NotificationRenameConversation renamed => Ask(renamed.ConversationUuid),
        UpdateContactNotification => Note(ContactsMark),
        NotificationNewSessionKey fresh => TakeKey(fresh.SessionKey),
        ConversationAvatarChangedNotification drawn => Change(drawn.ConversationUuid,
            known => known.AvatarUpdated >= drawn.AvatarUpdated && known.HasAvatar ? known : known with { HasAvatar = true, AvatarUpdated = drawn.AvatarUpdated }),
        FileReadyNotification ready => Held(ready.ConversationUuid, ready.MessageUuid) is not { } held || (!held.Deleted && KeepFile(ready)),
        _ => true,
    };

    private ConversationView? Knows(ConversationUuid conversation) => file.Get<ConversationView>(Kept.Conversation, "", conversation.Value);

    private MessageView? Held(ConversationUuid conversation, MessageUuid message) => file.Get<MessageView>(Kept.Message, conversation.Value, message.Value);

    private bool Keep(MessageView message)
    {
        if (Held(message.ConversationUuid, message.Uuid) is { } held) return Replace(held, MessageMerge.With(held, message, own));
        // Messages of a conversation come in its order, live and in changes: their places count up.
        if (message.EventType is EventTypes.Added or EventTypes.AdminAdded or EventTypes.Left or EventTypes.Kicked) Note(message.ConversationUuid.Value);
        var place = file.LastPlace(Kept.Message, message.ConversationUuid.Value) + 1;
        file.Put(Kept.Message, message.ConversationUuid.Value, message.Uuid.Value, place, MessageMerge.New(message, own));
        Change(message.ConversationUuid, known => known with { LastMessage = Math.Max(known.LastMessage, message.Created) });
        Trim(Kept.Message, message.ConversationUuid, place, MessagesKept);
        return true;
    }

    /// <summary>The address is another each time, and what it names is not.</summary>
    private bool KeepFile(FileReadyNotification ready)
    {
        var (conversation, name) = (ready.ConversationUuid.Value, ready.DownloadUrl.Split('?')[0].Split('/')[^1]);
        if (file.Get<StoreMark>(Kept.ReadyFile, conversation, name) is not null) return false;
        var place = file.LastPlace(Kept.ReadyFile, conversation) + 1;
        file.Put(Kept.ReadyFile, conversation, name, place, new StoreMark(ready.MessageUuid.Value));
        Trim(Kept.ReadyFile, ready.ConversationUuid, place, FilesKept);
        return true;
    }

    private void Trim(Kept kind, ConversationUuid conversation, long place, int most)
    {
        if (place % TrimmedEvery == 0) file.Trim(kind, conversation.Value, most);
    }

    private bool Replace(MessageView held, MessageView now)
    {
        if (held == now) return false;
        file.Put(Kept.Message, now.ConversationUuid.Value, now.Uuid.Value, 0, now);
        return true;
    }

    /// <summary>Whoever comes in, or back, begins anew; being told so again is not coming again.</summary>
    private bool Begin(NotificationAddMemberToConversation came)
    {
        var (uuid, known) = (came.Conversation.Uuid, Knows(came.Conversation.Uuid));
        var entry = file.Get<StoreMark>(Kept.Entry, "", uuid.Value) is { } mark ? long.Parse(mark.Text, CultureInfo.InvariantCulture) : 0;
        if (known is not null && (came.Entry ?? 0) <= entry) return Ask(uuid);
        Forget(uuid);
        file.Put(Kept.Conversation, "", uuid.Value, 0, came.Conversation);
        file.Put(Kept.Entry, "", uuid.Value, 0, new StoreMark((came.Entry ?? 0).ToString(CultureInfo.InvariantCulture)));
        return Note(uuid.Value);
    }

    /// <summary>The server is to be asked for a conversation that is kept here; one that is not is the caller's to ask for.</summary>
    private bool Ask(ConversationUuid conversation) => Knows(conversation) is null || Note(conversation.Value);

    private bool Note(string unsettled)
    {
        file.Remove(Kept.Unsettled, "", unsettled);
        file.Put(Kept.Unsettled, "", unsettled, 0, new StoreMark($"{unsettled}\n{Guid.NewGuid()}"));
        return true;
    }

    private bool Forget(ConversationUuid conversation)
    {
        file.RemoveAll(Kept.Message, conversation.Value);
        file.RemoveAll(Kept.SessionKey, conversation.Value);
        file.RemoveAll(Kept.ReadyFile, conversation.Value);
        file.Remove(Kept.Entry, "", conversation.Value);
        file.Remove(Kept.Unsettled, "", conversation.Value);
        return file.Remove(Kept.Conversation, "", conversation.Value);
    }

    private bool Change(ConversationUuid conversation, Func<ConversationView, ConversationView> change)
    {
        if (Knows(conversation) is not { } known) return true;
        var changed = change(known);
        if (changed == known) return false;
        file.Put(Kept.Conversation, "", conversation.Value, 0, changed);
        return true;
    }

    private bool TakeKey(SessionKeyView key)
    {
        if (Knows(key.ConversationUuid) is null) return true;
        if (file.Get<SessionKeyView>(Kept.SessionKey, key.ConversationUuid.Value, key.Uuid.Value) is not null) return false;
        file.Put(Kept.SessionKey, key.ConversationUuid.Value, key.Uuid.Value, key.Created, key);
        return Change(key.ConversationUuid, known => known with { SessionKeyUuid = key.Uuid }) || true;
    }
}
