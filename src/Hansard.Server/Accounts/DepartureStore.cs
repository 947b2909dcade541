using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Networks;

namespace Hansard.Server.Accounts;

/// <summary>A user who was deleted, while something of him is still to be done.</summary>
/// <param name="Reached">The ordinal up to which his messages in <see cref="DepartureStore.FormerMembership"/> are tombstones.</param>
internal sealed record Departure(long UserKey, string UserId, long ApplicationId, string DeviceId, long Reached)
{
    /// <summary>In whose name the rest is done; no connection is his any more.</summary>
    public Caller Caller(Network network) => new(network, CallerKind.Person, UserKey, new(UserId), ApplicationId, new(DeviceId), ConnectionId: 0);
}

/// <summary>A conversation that a departing user has been in.</summary>
internal sealed record FormerMembership(long ConversationId, string Uuid);

/// <summary>The departures table, and what a departing user leaves in the members table.</summary>
internal static class DepartureStore
{
    public static void Add(DbConnection sql, Caller caller) =>
        sql.Execute("INSERT INTO departures (user_key, application_id, device_id, reached) VALUES (@UserKey, @ApplicationKey, @deviceId, 0)",
            new { caller.UserKey, caller.ApplicationKey, deviceId = caller.DeviceId.Value });

    public static Departure? First(DbConnection sql, Network network) => sql.QueryFirstOrDefault<Departure>("""
        SELECT d.user_key AS UserKey, u.user_id AS UserId, d.application_id AS ApplicationId, d.device_id AS DeviceId, d.reached AS Reached
        FROM departures d JOIN users u ON u.id = d.user_key WHERE u.network_id = @network ORDER BY d.user_key LIMIT 1
        """, new { network = network.Id });

    public static bool IsUnderWay(DbConnection sql, long userKey) =>
        sql.ExecuteScalar<long>("SELECT COUNT(*) FROM departures WHERE user_key = @userKey", new { userKey }) > 0;

    public static void Reach(DbConnection sql, long userKey, long ordinal) =>
        sql.Execute("UPDATE departures SET reached = @ordinal WHERE user_key = @userKey", new { userKey, ordinal });

    public static void Done(DbConnection sql, long userKey) => sql.Execute("DELETE FROM departures WHERE user_key = @userKey", new { userKey });

    /// <summary>The first conversations that the user is still a member of.</summary>
    public static List<ConversationUuid> Memberships(DbConnection sql, long userKey, int most) => [.. sql.Query<string>("""
        SELECT c.uuid FROM members m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.user_key = @userKey AND m.active = 1 AND c.deleted = 0 ORDER BY c.id LIMIT @most
        """, new { userKey, most }).Select(uuid => new ConversationUuid(uuid))];

    /// <summary>The first conversation in which anything is left of a user who is in none.</summary>
    public static FormerMembership? FormerMembership(DbConnection sql, long userKey) => sql.QueryFirstOrDefault<FormerMembership>("""
        SELECT c.id AS ConversationId, c.uuid AS Uuid FROM members m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.user_key = @userKey AND m.active = 0 ORDER BY c.id LIMIT 1
        """, new { userKey });

    /// <summary>As if he had never been there: whoever registers with his number later is a stranger to it, and may be written to anew.</summary>
    public static void Forget(DbConnection sql, long userKey, long conversationId) => sql.Execute("""
        DELETE FROM members WHERE conversation_id = @conversationId AND user_key = @userKey;
        DELETE FROM session_key_wraps WHERE user_key = @userKey AND session_key_id IN (SELECT id FROM session_keys WHERE conversation_id = @conversationId);
        UPDATE conversations SET dialog_low = NULL, dialog_high = NULL WHERE id = @conversationId AND is_dialog = 1;
        UPDATE departures SET reached = 0 WHERE user_key = @userKey
        """, new { userKey, conversationId });
}
