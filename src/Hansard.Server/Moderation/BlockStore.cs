using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Networks;

namespace Hansard.Server.Moderation;

/// <summary>Somebody whom the network may block; he may have deleted himself.</summary>
internal sealed record BlockablePerson(long Id, long Blocked);

/// <summary>The columns blocked of users and conversations.</summary>
internal static class BlockStore
{
    public static BlockablePerson? Person(DbConnection sql, Network network, UserId userId) => sql.QuerySingleOrDefault<BlockablePerson>(
        "SELECT id AS Id, blocked AS Blocked FROM users WHERE network_id = @network AND user_id = @userId AND is_bot = 0", new { network = network.Id, userId = userId.Value });

    public static void SetUser(DbConnection sql, long userKey, bool blocked) =>
        sql.Execute("UPDATE users SET blocked = @to WHERE id = @userKey", new { userKey, to = blocked ? 1 : 0 });

    /// <summary>The dialogs that a user is in.</summary>
    public static List<ConversationUuid> Dialogs(DbConnection sql, long userKey) => [.. sql.Query<string>("""
        SELECT c.uuid FROM members m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.user_key = @userKey AND m.active = 1 AND c.is_dialog = 1 AND c.deleted = 0
        """, new { userKey }).Select(uuid => new ConversationUuid(uuid))];

    public static void SetConversation(DbConnection sql, long conversationId, bool blocked) =>
        sql.Execute("UPDATE conversations SET blocked = @to WHERE id = @conversationId", new { conversationId, to = blocked ? 1 : 0 });
}
