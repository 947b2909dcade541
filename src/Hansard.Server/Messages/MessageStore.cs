using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Conversations;
using Hansard.Server.Storage;

namespace Hansard.Server.Messages;

/// <summary>The messages table.</summary>
internal static class MessageStore
{
    private const string Select = """
        SELECT m.id AS Id, m.uuid AS Uuid, m.user_key AS UserKey, u.user_id AS UserId, m.session_key_uuid AS SessionKeyUuid, t.iv AS Iv, t.body AS Body,
               m.created_ms AS CreatedMs, m.flags AS FlagBits, m.event_type AS EventType, e.user_id AS EventUserId, m.reply_uuid AS ReplyUuid,
               m.members AS Members, m.readed AS Readed, m.delivered AS Delivered, a.nick AS UserNick
        FROM messages m
        JOIN users u ON u.id = m.user_key
        LEFT JOIN users e ON e.id = m.event_user_key
        LEFT JOIN ciphertexts t ON t.id = m.fact_id
        LEFT JOIN members a ON a.conversation_id = m.conversation_id AND a.user_key = m.user_key

        """;

    private const string SelectCounters = """
        SELECT id AS Id, uuid AS Uuid, user_key AS UserKey, members AS Members, flags AS FlagBits, readed AS Readed, delivered AS Delivered FROM messages

        """;

    /// <summary>Ids in one statement, far below what either engine takes.</summary>
    private const int ChunkIds = 500;

    /// <summary>Ranges in one statement.</summary>
    private const int ChunkRanges = 200;

    private sealed record CountersRow(long Id, string Uuid, long UserKey, long Members, long FlagBits, long Readed, long Delivered)
    {
        public MessageCounters Counters
        {
            get
            {
                MessageFlags flags = (MessageFlags)FlagBits;
                MessageCounters counters = new(new(Uuid), Id, UserKey, (int)Members, countable: !flags.HasFlag(MessageFlags.Event))
                {
                    Readed = (int)Readed,
                    Delivered = (int)Delivered,
                    Objectionable = flags.HasFlag(MessageFlags.Objectionable),
                };
                if (flags.HasFlag(MessageFlags.Deleted)) counters.Delete();
                return counters;
            }
        }
    }

    /// <summary>The largest ordinal that a message can have.</summary>
    public const long OrdinalMaximum = 0xFFFF_FFFF;

    public static long FirstId(long conversationId) => conversationId << 32;

    public static long IdOf(long conversationId, long ordinal) => FirstId(conversationId) | Math.Min(ordinal, OrdinalMaximum);

    public static StoredMessage? ByUuid(DbConnection sql, long conversationId, MessageUuid uuid) =>
        sql.QuerySingleOrDefault<StoredMessage>(Select + "WHERE m.conversation_id = @conversationId AND m.uuid = @uuid", new { conversationId, uuid = uuid.Value });

    /// <summary>Those of the messages that there are, in no order.</summary>
    public static IEnumerable<StoredMessage> ByUuids(DbConnection sql, long conversationId, IReadOnlyCollection<MessageUuid> uuids) => uuids.Chunk(ChunkIds)
        .SelectMany(chunk => sql.Query<StoredMessage>(Select + $"WHERE m.conversation_id = @conversationId AND {sql.AnyOf("m.uuid", "uuids")}",
            new { conversationId, uuids = chunk.Select(uuid => uuid.Value).ToArray() }));

    /// <summary>Those of the messages that there are, by their ids.</summary>
    public static Dictionary<long, StoredMessage> ByIds(DbConnection sql, IEnumerable<long> ids) => ids.Chunk(ChunkIds)
        .SelectMany(chunk => sql.Query<StoredMessage>(Select + $"WHERE {sql.AnyOf("m.id", "chunk")}", new { chunk }))
        .ToDictionary(message => message.Id);

    /// <summary>
    /// Messages between two ordinals, both included, in rising or falling order, at most <paramref name="limit"/>, which stands in the text of the
    /// statement: PostgreSQL takes a LIMIT that it does not know for a tenth of all that the range may hold, and then reads all users and members
    /// into hash tables for a page of fifty.
    /// </summary>
    public static IEnumerable<StoredMessage> Between(DbConnection sql, long conversationId, long from, long to, bool rising, int limit) =>
        sql.Query<StoredMessage>(Select + $"WHERE m.id BETWEEN @first AND @last ORDER BY m.id {(rising ? "ASC" : "DESC")} LIMIT {limit}",
            new { first = IdOf(conversationId, from), last = IdOf(conversationId, to) }, buffered: false);

    /// <summary>The counters of those of the messages that there are.</summary>
    public static List<MessageCounters> Counters(DbConnection sql, long conversationId, IReadOnlyCollection<MessageUuid> uuids) => [.. uuids.Chunk(ChunkIds)
        .SelectMany(chunk => sql.Query<CountersRow>(SelectCounters + $"WHERE conversation_id = @conversationId AND {sql.AnyOf("uuid", "uuids")}",
            new { conversationId, uuids = chunk.Select(uuid => uuid.Value).ToArray() }))
        .Select(row => row.Counters)];

    /// <summary>The same for the messages between two ordinals, both included, in their order, at most <paramref name="limit"/>.</summary>
    public static List<MessageCounters> CountersBetween(DbConnection sql, long conversationId, long from, long to, int limit) =>
        [.. sql.Query<CountersRow>(SelectCounters + "WHERE id BETWEEN @first AND @last ORDER BY id LIMIT @limit",
            new { first = IdOf(conversationId, from), last = IdOf(conversationId, to), limit }).Select(row => row.Counters)];

    /// <summary>In each of several ranges of ids the first message of others that counts as unread; absent where there is none, by the range's place.</summary>
    public static Dictionary<int, MessageUuid> FirstCountables(DbConnection sql, long readerKey, IReadOnlyList<(long First, long Last)> ranges) => ranges
        .Index().Chunk(ChunkRanges).SelectMany(chunk => FirstCountables(sql, readerKey, chunk)).ToDictionary(found => (int)found.Place, found => new MessageUuid(found.Uuid!));

    private static IEnumerable<(long Place, string? Uuid)> FirstCountables(DbConnection sql, long readerKey, (int Place, (long First, long Last) Range)[] ranges)
    {
        DynamicParameters parameters = new(new { readerKey });
        foreach ((int place, (long first, long last)) in ranges)
        {
            parameters.Add($"f{place}", first);
            parameters.Add($"l{place}", last);
        }
        string rows = string.Join(", ", ranges.Select(range => $"({range.Place}, CAST(@f{range.Place} AS BIGINT), CAST(@l{range.Place} AS BIGINT))"));
        return sql.Query<(long Place, string? Uuid)>($"""
            WITH ranges (place, low, high) AS (VALUES {rows})
            SELECT place, (SELECT uuid FROM messages
                           WHERE id BETWEEN low AND high AND flags & {(int)(MessageFlags.Event | MessageFlags.Deleted)} = 0 AND user_key <> @readerKey ORDER BY id LIMIT 1)
            FROM ranges
            """, parameters).Where(found => found.Uuid is not null);
    }

    /// <summary>The running count of countable messages up to an ordinal, for which there must be a message.</summary>
    public static long CountableAt(DbConnection sql, long conversationId, long ordinal) =>
        sql.ExecuteScalar<long>("SELECT countable FROM messages WHERE id = @id", new { id = IdOf(conversationId, ordinal) });

    /// <summary>Makes tombstones of messages; see <see cref="Erase"/> for what they said.</summary>
    public static void MarkDeleted(DbConnection sql, IEnumerable<long> ids)
    {
        foreach (long[] chunk in ids.Chunk(ChunkIds))
            sql.Execute($"UPDATE messages SET flags = flags | {(int)MessageFlags.Deleted} WHERE {sql.AnyOf("id", "chunk")}", new { chunk });
    }

    public static void Mark(DbConnection sql, long id, bool objectionable) => sql.Execute(
        $"UPDATE messages SET flags = flags {(objectionable ? "|" : "& ~")}{(int)MessageFlags.Objectionable} WHERE id = @id", new { id });

    /// <summary>The first messages of a conversation, by id.</summary>
    public static long[] FirstIds(DbConnection sql, long conversationId, int limit) =>
        [.. sql.Query<long>("SELECT id FROM messages WHERE id BETWEEN @first AND @last ORDER BY id LIMIT @limit",
            new { first = FirstId(conversationId), last = IdOf(conversationId, RangeSet.Open), limit })];

    /// <summary>What these messages said is gone for everybody.</summary>
    public static void Erase(DbConnection sql, IEnumerable<long> ids)
    {
        foreach (long[] chunk in ids.Chunk(ChunkIds))
            sql.Execute($"DELETE FROM ciphertexts WHERE id IN (SELECT fact_id FROM messages WHERE {sql.AnyOf("id", "chunk")})", new { chunk });
    }

    /// <summary>Not even tombstones remain, because nobody can come to their conversation any more.</summary>
    public static void Remove(DbConnection sql, IEnumerable<long> ids)
    {
        foreach (long[] chunk in ids.Chunk(ChunkIds)) sql.Execute($"DELETE FROM messages WHERE {sql.AnyOf("id", "chunk")}", new { chunk });
    }
}
