using System.Data.Common;
using Dapper;
using Hansard.Server.Storage;

namespace Hansard.Server.Moderation;

/// <summary>
/// Who may say nothing to whom: a user whom the network has blocked opens no dialog and writes in none, and one who is on somebody's black
/// list does neither with him. Groups are not concerned. Whoever changes what is asked here lets the writer forget the dialogs.
/// </summary>
internal static class Silence
{
    /// <summary>By dialog the keys of those in it who may not write in it.</summary>
    /// <param name="dialogs">So many that one statement takes them.</param>
    public static ILookup<long, long> InDialogs(DbConnection sql, long[] dialogs) => (dialogs.Length == 0 ? [] : sql.Query<(long Dialog, long UserKey)>($"""
        SELECT m.conversation_id, m.user_key FROM members m JOIN users u ON u.id = m.user_key
        WHERE {sql.AnyOf("m.conversation_id", "dialogs")} AND (u.blocked = 1 OR EXISTS (
            SELECT 1 FROM members o JOIN black_lists b ON b.user_key = o.user_key AND b.blocked_key = m.user_key WHERE o.conversation_id = m.conversation_id))
        """, new { dialogs })).ToLookup(row => row.Dialog, row => row.UserKey);

    /// <summary>Whether a dialog looks blocked to one of the two: he has the other on his black list, or the network has blocked either.</summary>
    public static bool IsBlockedFor(DbConnection sql, long conversationId, long userKey) => sql.ExecuteScalar<long>("""
        SELECT COUNT(*) FROM members m JOIN users u ON u.id = m.user_key
        WHERE m.conversation_id = @conversationId
        AND (u.blocked = 1 OR EXISTS (SELECT 1 FROM black_lists WHERE user_key = @userKey AND blocked_key = m.user_key))
        """, new { conversationId, userKey }) > 0;

    /// <summary>All of a user's dialogs that look so to him.</summary>
    public static HashSet<long> DialogsBlockedFor(DbConnection sql, long userKey) => [.. sql.Query<long>("""
        SELECT c.id FROM black_lists b JOIN members o ON o.user_key = b.blocked_key AND o.active = 1 JOIN conversations c ON c.id = o.conversation_id
        JOIN members m ON m.conversation_id = c.id AND m.user_key = b.user_key
        WHERE b.user_key = @userKey AND c.is_dialog = 1 AND c.deleted = 0 AND m.active = 1
        UNION
        SELECT c.id FROM members m JOIN conversations c ON c.id = m.conversation_id JOIN members o ON o.conversation_id = c.id JOIN users u ON u.id = o.user_key
        WHERE m.user_key = @userKey AND m.active = 1 AND c.is_dialog = 1 AND c.deleted = 0 AND u.blocked = 1
        """, new { userKey })];

    /// <summary>Whether this user may not open a dialog with that one.</summary>
    public static bool Between(DbConnection sql, long userKey, long otherKey) => sql.ExecuteScalar<long>("""
        SELECT COUNT(*) FROM users WHERE id = @userKey
        AND (blocked = 1 OR EXISTS (SELECT 1 FROM black_lists WHERE user_key = @otherKey AND blocked_key = @userKey))
        """, new { userKey, otherKey }) > 0;
}
