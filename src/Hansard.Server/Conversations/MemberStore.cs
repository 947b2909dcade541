using System.Data.Common;
using Dapper;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>The table members, as commands change it.</summary>
internal static class MemberStore
{
    /// <summary>The first members of a conversation; a microsecond each keeps the order of their coming.</summary>
    public static void AddFirst(DbConnection sql, long conversationId, IEnumerable<(long UserKey, bool Admin, string? Nick)> people, long now, long changed) => sql.InsertMany(
        "INSERT INTO members (conversation_id, user_key, active, admin, joined, nick, spans, read_set, delivered_set, countable_base, countable_read, changed)",
        [.. people.Select((person, order) => (object?[])
            [conversationId, person.UserKey, 1L, person.Admin ? 1L : 0L, now + order, person.Nick, RangeSet.From(1).ToBytes(), Array.Empty<byte>(), Array.Empty<byte>(), 0L, 0L, changed])]);

    /// <summary>Somebody comes in, or comes back: then what he read and called himself is still known.</summary>
    public static void Join(DbConnection sql, long conversationId, long userKey, bool admin, RangeSet spans, long countableBase, long now, long changed) => sql.Execute("""
        INSERT INTO members (conversation_id, user_key, active, admin, joined, nick, spans, read_set, delivered_set, countable_base, countable_read, changed)
        VALUES (@conversationId, @userKey, 1, @admin, @now, NULL, @spans, @none, @none, @countableBase, 0, @changed)
        ON CONFLICT (conversation_id, user_key) DO UPDATE
        SET active = 1, admin = excluded.admin, joined = excluded.joined, spans = excluded.spans, countable_base = excluded.countable_base,
            changed = excluded.changed
        """, new { conversationId, userKey, admin = admin ? 1 : 0, now, changed, spans = spans.ToBytes(), none = Array.Empty<byte>(), countableBase });

    public static void Leave(DbConnection sql, long conversationId, long userKey, RangeSet spans, long changed) =>
        sql.Execute("UPDATE members SET active = 0, admin = 0, spans = @spans, changed = @changed WHERE conversation_id = @conversationId AND user_key = @userKey",
            new { conversationId, userKey, changed, spans = spans.ToBytes() });

    /// <summary>Nobody is in a conversation that is deleted.</summary>
    public static void LeaveAll(DbConnection sql, long conversationId, long changed) =>
        sql.Execute("UPDATE members SET active = 0, admin = 0, changed = @changed WHERE conversation_id = @conversationId AND active = 1", new { conversationId, changed });

    public static void Promote(DbConnection sql, long conversationId, long userKey) =>
        sql.Execute("UPDATE members SET admin = 1 WHERE conversation_id = @conversationId AND user_key = @userKey", new { conversationId, userKey });

    public static void SetNick(DbConnection sql, long conversationId, long userKey, string? nick) =>
        sql.Execute("UPDATE members SET nick = @nick WHERE conversation_id = @conversationId AND user_key = @userKey", new { conversationId, userKey, nick });

    /// <summary>What the present members call themselves, as far as they do.</summary>
    public static IEnumerable<(string UserId, string Nick)> Nicks(DbConnection sql, long conversationId) => sql.Query<(string, string)>("""
        SELECT u.user_id, m.nick FROM members m JOIN users u ON u.id = m.user_key
        WHERE m.conversation_id = @conversationId AND m.active = 1 AND m.nick IS NOT NULL ORDER BY m.joined, m.user_key
        """, new { conversationId });

    public static void EraseNicks(DbConnection sql, long conversationId) =>
        sql.Execute("UPDATE members SET nick = NULL WHERE conversation_id = @conversationId", new { conversationId });
}
