using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Moderation;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>Reads what <see cref="ConversationState"/> holds.</summary>
internal static class ConversationLoading
{
    /// <summary>Conversations in one statement, far below what either engine takes.</summary>
    private const int ChunkConversations = 500;

    private sealed record Row(
        long Id, string Uuid, long IsDialog, long Blocked, long SessionKeyId, string SessionKeyUuid, string? SessionKeyClosed, long? Confirmed, long? LastId, long? Countable);

    private sealed record MemberRow(
        long ConversationId, long UserKey, string UserId, long Active, long Admin, long Joined, string? Nick, byte[] Spans, byte[] ReadSet, byte[] DeliveredSet,
        long CountableBase, long CountableRead);

    /// <summary>Those of the conversations that the network has and that are not deleted.</summary>
    public static List<ConversationState> Load(DbConnection sql, long networkId, IReadOnlyCollection<ConversationUuid> uuids) =>
        [.. uuids.Select(uuid => uuid.Value).Chunk(ChunkConversations).SelectMany(chunk => LoadChunk(sql, networkId, chunk))];

    private static IEnumerable<ConversationState> LoadChunk(DbConnection sql, long networkId, string[] uuids)
    {
        List<Row> rows = sql.Query<Row>($"""
            SELECT c.id AS Id, c.uuid AS Uuid, c.is_dialog AS IsDialog, c.blocked AS Blocked, k.id AS SessionKeyId, k.uuid AS SessionKeyUuid,
                   k.closed AS SessionKeyClosed, x.confirmed AS Confirmed, l.id AS LastId, l.countable AS Countable
            FROM conversations c
            JOIN session_keys k ON k.id = c.session_key_id
            LEFT JOIN session_key_checks x ON x.session_key_id = k.id
                 AND x.recorder_key = (SELECT MIN(recorder_key) FROM session_key_checks WHERE session_key_id = k.id AND confirmed = 1)
            LEFT JOIN messages l ON l.id = (SELECT id FROM messages WHERE id BETWEEN c.id << 32 AND (c.id << 32) | 4294967295 ORDER BY id DESC LIMIT 1)
            WHERE c.network_id = @networkId AND {sql.AnyOf("c.uuid", "uuids")} AND c.deleted = 0
            """, new { networkId, uuids }).AsList();
        if (rows.Count == 0) return [];
        ILookup<long, MemberState> members = Members(sql, [.. rows.Select(row => row.Id)]);
        ILookup<long, long> silenced = Silence.InDialogs(sql, [.. rows.Where(row => row.IsDialog != 0).Select(row => row.Id)]);
        return rows.Select(row => State(row, members[row.Id].ToDictionary(member => member.UserKey), [.. silenced[row.Id]]));
    }

    private static ConversationState State(Row row, Dictionary<long, MemberState> everybody, long[] silenced) => new()
    {
        Id = row.Id,
        Uuid = new(row.Uuid),
        IsDialog = row.IsDialog != 0,
        Blocked = row.Blocked != 0,
        Silenced = silenced,
        SessionKeyId = row.SessionKeyId,
        SessionKeyUuid = new(row.SessionKeyUuid),
        SessionKeyClosed = row.SessionKeyClosed,
        SessionKeyConfirmed = row.Confirmed is not null,
        Members = everybody,
        ActiveKeys = [.. everybody.Values.Where(member => member.Active).Select(member => member.UserKey)],
        LastOrdinal = (row.LastId ?? 0) & 0xFFFF_FFFF,
        Countable = row.Countable ?? 0,
    };

    private static ILookup<long, MemberState> Members(DbConnection sql, long[] conversationIds) => sql.Query<MemberRow>($"""
        SELECT m.conversation_id AS ConversationId, m.user_key AS UserKey, u.user_id AS UserId, m.active AS Active, m.admin AS Admin, m.joined AS Joined, m.nick AS Nick,
               m.spans AS Spans, m.read_set AS ReadSet, m.delivered_set AS DeliveredSet, m.countable_base AS CountableBase, m.countable_read AS CountableRead
        FROM members m JOIN users u ON u.id = m.user_key
        WHERE {sql.AnyOf("m.conversation_id", "conversationIds")}
        ORDER BY m.conversation_id, m.user_key
        """, new { conversationIds }).ToLookup(row => row.ConversationId, row => new MemberState
    {
        UserKey = row.UserKey,
        UserId = new(row.UserId),
        Active = row.Active != 0,
        Admin = row.Admin != 0,
        Joined = row.Joined,
        Nick = row.Nick,
        Spans = RangeSet.FromBytes(row.Spans),
        Read = RangeSet.FromBytes(row.ReadSet),
        Delivered = RangeSet.FromBytes(row.DeliveredSet),
        CountableBase = row.CountableBase,
        CountableRead = row.CountableRead,
    });
}
