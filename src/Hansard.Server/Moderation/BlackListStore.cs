using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Networks;

namespace Hansard.Server.Moderation;

/// <summary>The black_lists table.</summary>
internal static class BlackListStore
{
    /// <summary>The ids on a user's list, in the order of their coming.</summary>
    public static List<UserId> Of(DbConnection sql, long userKey) => [.. sql.Query<string>(
        "SELECT u.user_id FROM black_lists b JOIN users u ON u.id = b.blocked_key WHERE b.user_key = @userKey ORDER BY b.added, b.blocked_key", new { userKey })
        .Select(userId => new UserId(userId))];

    /// <summary>Their keys.</summary>
    public static HashSet<long> KeysOf(DbConnection sql, long userKey) => [.. sql.Query<long>("SELECT blocked_key FROM black_lists WHERE user_key = @userKey", new { userKey })];

    public static bool Has(DbConnection sql, long userKey, long blockedKey) =>
        sql.ExecuteScalar<long>("SELECT COUNT(*) FROM black_lists WHERE user_key = @userKey AND blocked_key = @blockedKey", new { userKey, blockedKey }) > 0;

    public static void Add(DbConnection sql, long userKey, long blockedKey, long now) => sql.Execute(
        "INSERT INTO black_lists (user_key, blocked_key, added) VALUES (@userKey, @blockedKey, @now) ON CONFLICT DO NOTHING", new { userKey, blockedKey, now });

    /// <summary>False where he was not on it.</summary>
    public static bool Remove(DbConnection sql, Network network, long userKey, UserId blocked) => sql.Execute("""
        DELETE FROM black_lists WHERE user_key = @userKey AND blocked_key = (SELECT id FROM users WHERE network_id = @network AND user_id = @blocked)
        """, new { userKey, network = network.Id, blocked = blocked.Value }) > 0;

    /// <summary>The dialog of two users; null where they have none.</summary>
    public static ConversationUuid? DialogOf(DbConnection sql, Network network, long userKey, UserId other)
    {
        string? uuid = sql.QuerySingleOrDefault<string>("""
            SELECT c.uuid FROM conversations c JOIN users o ON o.network_id = c.network_id AND o.user_id = @other
            WHERE c.network_id = @network AND c.is_dialog = 1 AND c.deleted = 0
              AND c.dialog_low = CASE WHEN o.id < @userKey THEN o.id ELSE @userKey END
              AND c.dialog_high = CASE WHEN o.id < @userKey THEN @userKey ELSE o.id END
            """, new { network = network.Id, userKey, other = other.Value });
        return uuid is null ? null : new ConversationUuid(uuid);
    }
}
