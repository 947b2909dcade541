using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Contacts;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Devices;
using Hansard.Protocol.Files;
using Hansard.Protocol.Messages;
using Hansard.Protocol.Presence;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;

namespace Hansard.Server.Fanout;

/// <summary>
/// One line per notification: to whom it goes. Every application of each user named is told; the connection that asked is left out where
/// its reply already says it.
/// </summary>
internal static class WhoIsTold
{
    /// <summary>All members; the sender's connection has it in its reply. Others who are not there are pushed.</summary>
    public static Announcement MessageAdded(ConversationState conversation, MessageView message, Caller sender) =>
        new Notice<NotificationAddedMessageToConversation>(conversation.ActiveKeys, new(message), sender.ConnectionId) { PushedExceptUser = sender.UserKey };

    /// <summary>All members, the connection that caused it too.</summary>
    public static Announcement EventAdded(ConversationState conversation, MessageView message) =>
        new Notice<NotificationAddedMessageToConversation>(conversation.ActiveKeys, new(message));

    /// <summary>The author of the message, as long as he is a member.</summary>
    public static Announcement CountersChangedForAuthor(ConversationState conversation, MessageCounters message) => new Notice<UpdatedMessageNotification>(
        conversation.Member(message.AuthorKey) is { Active: true } author ? [author.UserKey] : [], Counters(conversation, message, null), SupersedeKey: message.Id);

    /// <summary>The other applications of the user who read it.</summary>
    public static Announcement CountersChangedForReader(ConversationState conversation, MessageCounters message, Caller reader) =>
        new Notice<UpdatedMessageNotification>([reader.UserKey], Counters(conversation, message, true), reader.ConnectionId, message.Id);

    /// <summary>
    /// All members. To the author it is his message's latest state, as every counter is. To the others, who get a counter only when their own
    /// applications have read the message, it must not take the place of that one, which says so.
    /// </summary>
    public static IEnumerable<Announcement> Marked(ConversationState conversation, MessageCounters message) =>
    [
        CountersChangedForAuthor(conversation, message),
        new Notice<UpdatedMessageNotification>([.. conversation.ActiveKeys.Where(key => key != message.AuthorKey)], Counters(conversation, message, null)),
    ];

    private static UpdatedMessageNotification Counters(ConversationState conversation, MessageCounters message, bool? readed) =>
        new(message.Uuid, conversation.Uuid, message.Members, message.Readed, message.Delivered, message.Objectionable, message.Deleted, readed);

    /// <summary>The user who came in.</summary>
    public static Announcement CameIn(long userKey, UserId userId, ConversationView conversation, long entry, Caller cause) =>
        new Notice<NotificationAddMemberToConversation>([userKey], new(conversation, userId, entry), cause.ConnectionId);

    /// <summary>Those who remain, and the one who left or was kicked.</summary>
    public static Announcement ConversationLeft(ConversationState remaining, MemberState leaver, Caller cause) =>
        new Notice<NotificationConversationLeaved>([.. remaining.ActiveKeys, leaver.UserKey], new(remaining.Uuid, leaver.UserId), cause.ConnectionId);

    /// <summary>All who were members.</summary>
    public static Announcement ConversationDeleted(ConversationState conversation, Caller cause) =>
        new Notice<NotificationConversationDeleted>(conversation.ActiveKeys, new(conversation.Uuid), cause.ConnectionId);

    /// <summary>All members.</summary>
    public static Announcement MessageDeleted(ConversationState conversation, MessageCounters message, Caller cause) =>
        new Notice<DeleteMessageNotification>(conversation.ActiveKeys, new(conversation.Uuid, message.Uuid, cause.UserId), cause.ConnectionId);

    /// <summary>All members.</summary>
    public static Announcement Renamed(ConversationState conversation, string? title, Caller cause) =>
        new Notice<NotificationRenameConversation>(conversation.ActiveKeys, new(conversation.Uuid, title), cause.ConnectionId);

    /// <summary>All members, the one whose nick it is included.</summary>
    public static Announcement NickChanged(ConversationState conversation, Caller member) =>
        new Notice<ConversationNickUpdatedNotification>(conversation.ActiveKeys, new(conversation.Uuid, member.UserId), member.ConnectionId);

    /// <summary>All members, and the typer's other applications.</summary>
    public static Announcement Types(ConversationState conversation, Caller typer) =>
        new Notice<NotificationTyping>(conversation.ActiveKeys, new(conversation.Uuid, typer.UserId), typer.ConnectionId);

    /// <summary>All members: who set it did so over HTTP, and no connection of his knows.</summary>
    public static Announcement AvatarChanged(ConversationState conversation, long avatarUpdated) =>
        new Notice<ConversationAvatarChangedNotification>(conversation.ActiveKeys, new(conversation.Uuid, avatarUpdated));

    /// <summary>All members who may read the message, the uploader too, each application with a URL of its own.</summary>
    public static Announcement FileReady(ConversationState conversation, long ordinal, MessageUuid message, Func<Caller, string> urlFor) => new PersonalNotice<FileReadyNotification>(
        [.. conversation.ActiveKeys.Where(key => conversation.Members[key].Spans.Contains(ordinal))], member => new(urlFor(member), conversation.Uuid, message));

    /// <summary>Each member, of his own wrap.</summary>
    public static Announcement SessionKeyAdded(long memberKey, SessionKeyView wrap, Caller cause) =>
        new Notice<NotificationNewSessionKey>([memberKey], new(wrap), cause.ConnectionId);

    /// <summary>Those who share a conversation with the user or hold him as contact, and his other applications.</summary>
    public static Announcement PublicKeyChanged(IReadOnlyList<long> acquaintances, NotificationNewPublicKey change, Caller cause) =>
        new Notice<NotificationNewPublicKey>([.. acquaintances.Append(cause.UserKey).Distinct()], change, cause.ConnectionId);

    /// <summary>The other applications of the user whose contact it is.</summary>
    public static Announcement ContactUpdated(Caller owner, UserId contact) =>
        new Notice<UpdateContactNotification>([owner.UserKey], new(owner.UserId, contact), owner.ConnectionId);

    /// <summary>All applications of a user one of whose contacts is no more.</summary>
    public static Announcement ContactGone(long ownerKey, UserId owner, UserId contact) => new Notice<UpdateContactNotification>([ownerKey], new(owner, contact));

    /// <summary>The user's other applications.</summary>
    public static Announcement Authenticated(long userKey, ApplicationView application, long connectionId) =>
        new Notice<AuthenticationByApplicationNotification>([userKey], new(application), connectionId);
}
