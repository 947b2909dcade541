using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Contacts;

/// <summary>The tables known_users and discovery_lookups. A whole address book comes at once, so nothing here asks id by id.</summary>
internal static class DiscoveryStore
{
    /// <summary>Ids in one statement, far below what either engine takes.</summary>
    private const int ChunkIds = 500;

    /// <summary>Those of the ids that are registered people.</summary>
    public static Dictionary<UserId, long> People(DbConnection sql, Network network, IReadOnlyList<UserId> userIds)
    {
        Dictionary<UserId, long> found = [];
        foreach (UserId[] chunk in userIds.Chunk(ChunkIds))
        {
            IEnumerable<(string UserId, long Key)> rows = sql.Query<(string, long)>(
                $"SELECT user_id, id FROM users WHERE network_id = @network AND {sql.AnyOf("user_id", "ids")} AND is_bot = 0 AND registered IS NOT NULL",
                new { network = network.Id, ids = chunk.Select(userId => userId.Value).ToArray() });
            foreach ((string userId, long key) in rows) found.Add(new UserId(userId), key);
        }
        return found;
    }

    /// <summary>Those of the people whom the caller knows from earlier answers and from his conversations.</summary>
    public static HashSet<long> KnownBy(DbConnection sql, Caller caller, IEnumerable<long> people) => [.. people.Chunk(ChunkIds).SelectMany(chunk => sql.Query<long>($"""
        SELECT known_key FROM known_users WHERE user_key = @UserKey AND {sql.AnyOf("known_key", "chunk")}
        UNION
        SELECT m.user_key FROM members m JOIN members mine ON mine.conversation_id = m.conversation_id
        WHERE {sql.AnyOf("m.user_key", "chunk")} AND m.active = 1 AND mine.user_key = @UserKey AND mine.active = 1
        """, new { caller.UserKey, chunk }))];

    /// <summary>Notes ids that were looked up; false, with nothing noted, where the day's allowance does not cover those not noted yet.</summary>
    public static bool TryLookUp(DbConnection sql, long userKey, long day, IReadOnlyList<UserId> userIds, int most)
    {
        sql.Execute("DELETE FROM discovery_lookups WHERE user_key = @userKey AND day < @day", new { userKey, day });
        HashSet<string> noted = [.. sql.Query<string>("SELECT user_id FROM discovery_lookups WHERE user_key = @userKey AND day = @day", new { userKey, day })];
        List<string> added = [.. userIds.Select(userId => userId.Value).Where(userId => !noted.Contains(userId))];
        if (noted.Count + added.Count > most) return false;
        foreach (string[] chunk in added.Chunk(ChunkIds)) NoteLookups(sql, userKey, day, chunk);
        return true;
    }

    private static void NoteLookups(DbConnection sql, long userKey, long day, string[] userIds)
    {
        DynamicParameters parameters = new(new { userKey, day });
        for (int i = 0; i < userIds.Length; i++) parameters.Add($"id{i}", userIds[i]);
        string rows = string.Join(", ", userIds.Select((_, i) => $"(@userKey, @day, @id{i})"));
        sql.Execute($"INSERT INTO discovery_lookups (user_key, day, user_id) VALUES {rows}", parameters);
    }

    public static void Know(DbConnection sql, long userKey, IReadOnlyList<long> others)
    {
        foreach (long[] chunk in others.Chunk(ChunkIds))
            sql.Execute($"INSERT INTO known_users (user_key, known_key) SELECT @userKey, id FROM users WHERE {sql.AnyOf("id", "chunk")} ON CONFLICT DO NOTHING", new { userKey, chunk });
    }
}
