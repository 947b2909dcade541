using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Connections;
using Hansard.Server.Messages;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>A conversation together with one member's place in it.</summary>
internal sealed record MemberConversation(
    long Id, string Uuid, long IsDialog, string? Title, long Blocked, long HasAvatar, long AvatarUpdatedMs, long CreatedMs, string SessionKeyUuid,
    long Active, byte[] Spans, byte[] ReadSet, long CountableBase, long CountableRead, long Countable, long LastMessageId, long LastMessageMs)
{
    public bool IsActive => Active != 0;

    public int Unread => (int)Math.Max(0, Countable - CountableBase - CountableRead);

    /// <summary>The rest of the view: who else is there, in the order of their coming.</summary>
    public ConversationView View(IEnumerable<(UserId UserId, bool Admin)> people, bool repeatDialog = false)
    {
        ILookup<bool, UserId> byRole = people.ToLookup(person => person.Admin, person => person.UserId);
        return new ConversationView(new(Uuid), IsDialog != 0, Title, new(SessionKeyUuid), CreatedMs, LastMessageMs, Unread, [.. byRole[true]], [.. byRole[false]],
            HasAvatar != 0, AvatarUpdatedMs, null, Blocked != 0, repeatDialog ? IsDialog != 0 : null);
    }

    /// <summary>Ranges of message ids, in their order, that this member may read and has not.</summary>
    public IEnumerable<(long From, long To)> UnreadRanges()
    {
        SpannedHistory history = History;
        long lastOrdinal = LastMessageId & 0xFFFF_FFFF;
        return history.Spans.Ranges.SelectMany(span => history.Read.Missing(span.From, Math.Min(span.To, lastOrdinal)))
            .Select(range => (MessageStore.IdOf(Id, range.From), MessageStore.IdOf(Id, range.To)));
    }

    public SpannedHistory History => new(Id, RangeSet.FromBytes(Spans), RangeSet.FromBytes(ReadSet));
}

/// <summary>What one member may read of a conversation, and what of it he has read.</summary>
internal sealed record SpannedHistory(long ConversationId, RangeSet Spans, RangeSet Read);

/// <summary>The tables conversations and members, as queries see them.</summary>
internal static class ConversationStore
{
    private const string Select = """
        SELECT c.id AS Id, c.uuid AS Uuid, c.is_dialog AS IsDialog, c.title AS Title, c.blocked AS Blocked, c.has_avatar AS HasAvatar,
               c.avatar_updated_ms AS AvatarUpdatedMs, c.created_ms AS CreatedMs, k.uuid AS SessionKeyUuid,
               m.active AS Active, m.spans AS Spans, m.read_set AS ReadSet, m.countable_base AS CountableBase, m.countable_read AS CountableRead,
               l.countable AS Countable, l.id AS LastMessageId, l.created_ms AS LastMessageMs
        FROM members m
        JOIN conversations c ON c.id = m.conversation_id
        JOIN session_keys k ON k.id = c.session_key_id
        JOIN messages l ON l.id = (SELECT id FROM messages WHERE id BETWEEN c.id << 32 AND (c.id << 32) | 4294967295 ORDER BY id DESC LIMIT 1)

        """;

    /// <summary>Null where the network has no such conversation or the user never was a member.</summary>
    public static MemberConversation? Of(DbConnection sql, Caller caller, ConversationUuid uuid) => Of(sql, caller.Network, caller.UserKey, uuid);

    public static MemberConversation? Of(DbConnection sql, Network network, long userKey, ConversationUuid uuid) =>
        sql.QuerySingleOrDefault<MemberConversation>(
            Select + "WHERE c.network_id = @network AND c.uuid = @uuid AND c.deleted = 0 AND m.user_key = @userKey",
            new { network = network.Id, uuid = uuid.Value, userKey });

    /// <summary>Whatever conversation of the network ever had this uuid, deleted ones too; null where none had.</summary>
    public static long? IdOf(DbConnection sql, Network network, ConversationUuid uuid) =>
        sql.ExecuteScalar<long?>("SELECT id FROM conversations WHERE network_id = @network AND uuid = @uuid", new { network = network.Id, uuid = uuid.Value });

    /// <summary>Every conversation the user is a member of, the one with the newest message first.</summary>
    public static List<MemberConversation> AllOf(DbConnection sql, long userKey) =>
        sql.Query<MemberConversation>(Select + "WHERE m.user_key = @userKey AND m.active = 1 AND c.deleted = 0 ORDER BY l.created_ms DESC, l.id DESC", new { userKey }).AsList();

    /// <summary>The members of a conversation now, in the order of their coming.</summary>
    public static List<(UserId UserId, bool Admin)> People(DbConnection sql, long conversationId) =>
        [.. sql.Query<(string UserId, long Admin)>(
            "SELECT u.user_id, m.admin FROM members m JOIN users u ON u.id = m.user_key WHERE m.conversation_id = @conversationId AND m.active = 1 ORDER BY m.joined, m.user_key",
            new { conversationId }).Select(row => (new UserId(row.UserId), row.Admin != 0))];

    /// <summary>The same for every conversation of a user at once.</summary>
    public static ILookup<long, (UserId UserId, bool Admin)> PeopleOfAll(DbConnection sql, long userKey) =>
        sql.Query<(long Conversation, string UserId, long Admin)>("""
            SELECT m.conversation_id, u.user_id, m.admin
            FROM members mine JOIN members m ON m.conversation_id = mine.conversation_id JOIN users u ON u.id = m.user_key
            WHERE mine.user_key = @userKey AND mine.active = 1 AND m.active = 1
            ORDER BY m.joined, m.user_key
            """, new { userKey }).ToLookup(row => row.Conversation, row => (new UserId(row.UserId), row.Admin != 0));

    /// <summary>Of each conversation with unread messages the first one, in the order of the conversations.</summary>
    public static List<MessageUuid> FirstUnread(DbConnection sql, IReadOnlyList<MemberConversation> conversations, long readerKey)
    {
        MessageUuid?[] found = new MessageUuid?[conversations.Count];
        List<(int Place, IEnumerator<(long From, long To)> Ranges)> open = [];
        foreach ((int place, MemberConversation conversation) in conversations.Index())
            if (conversation.Unread > 0) open.Add((place, conversation.UnreadRanges().GetEnumerator()));
        // One statement looks at the next range of every conversation that is still open: nearly always one round.
        while ((open = [.. open.Where(entry => found[entry.Place] is null && entry.Ranges.MoveNext())]).Count > 0)
        {
            foreach ((int at, MessageUuid uuid) in MessageStore.FirstCountables(sql, readerKey, [.. open.Select(entry => entry.Ranges.Current)]))
                found[open[at].Place] = uuid;
        }
        return [.. found.OfType<MessageUuid>()];
    }

    public static string? Title(DbConnection sql, long conversationId) =>
        sql.QuerySingle<string?>("SELECT title FROM conversations WHERE id = @conversationId", new { conversationId });

    /// <summary>When the picture changed last, in epoch milliseconds.</summary>
    public static long AvatarUpdated(DbConnection sql, long conversationId) =>
        sql.QuerySingle<long>("SELECT avatar_updated_ms FROM conversations WHERE id = @conversationId", new { conversationId });

    public static void SetTitle(DbConnection sql, long conversationId, string? title) =>
        sql.Execute("UPDATE conversations SET title = @title WHERE id = @conversationId", new { conversationId, title });

    /// <summary>From now on nobody finds it; its row keeps its uuid taken.</summary>
    public static void MarkDeleted(DbConnection sql, long conversationId) =>
        sql.Execute("UPDATE conversations SET deleted = 1 WHERE id = @conversationId", new { conversationId });
}
