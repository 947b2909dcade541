using Hansard.Protocol;
using Hansard.Protocol.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.Messages;

/// <summary>A message as it is stored, with its author's id and present nick.</summary>
internal sealed record StoredMessage(
    long Id, string Uuid, long UserKey, string UserId, string SessionKeyUuid, string? Iv, string? Body, long CreatedMs, long FlagBits,
    string? EventType, string? EventUserId, string? ReplyUuid, long Members, long Readed, long Delivered, string? UserNick)
{
    public long Ordinal => Id & 0xFFFF_FFFF;

    public bool Deleted => Flags.HasFlag(MessageFlags.Deleted);

    /// <summary>How many files it announced; null where it has some and did not say.</summary>
    public int? Files => AnnouncedFiles.In(Flags);

    private MessageFlags Flags => (MessageFlags)FlagBits;

    /// <summary>About what this message adds to a page, in bytes.</summary>
    public int PageBytes => 600 + (Deleted ? 0 : Body?.Length ?? 0) + (UserNick?.Length ?? 0);

    /// <summary>As a member sees it now: a tombstone has no body, one's own messages are read.</summary>
    public MessageView View(ConversationUuid conversation, long readerKey, RangeSet read) =>
        View(conversation, readed: UserKey == readerKey || read.Contains(Ordinal), (int)Readed, (int)Delivered, UserNick);

    /// <summary>The answer its sender got at first.</summary>
    public MessageView FirstAnswer(ConversationUuid conversation, UserId author, string? nick) =>
        View(conversation, readed: false, 1, 1, nick) with { UserId = author };

    private MessageView View(ConversationUuid conversation, bool readed, int readedMembers, int deliveredMembers, string? nick)
    {
        return new MessageView(new(Uuid), conversation, new(SessionKeyUuid), new(UserId), Deleted ? null : Iv, Deleted ? null : Body, CreatedMs,
            Flags.HasFlag(MessageFlags.HasFiles), readed, nick, Flags.HasFlag(MessageFlags.Event), EventType,
            EventUserId is null ? null : new UserId(EventUserId), (int)Members, readedMembers, deliveredMembers,
            Flags.HasFlag(MessageFlags.Objectionable), Deleted, ReplyUuid is null ? null : new MessageUuid(ReplyUuid));
    }
}
