using System.Data.Common;
using Dapper;
using Hansard.Server.Journal;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Postgres;
using Npgsql;

namespace Hansard.Server.Networks;

/// <summary>
/// Takes everything of one network out of the store, some of it at a time: first conversations, then users, then what is the network's own, its journal last.
/// A test holds these lists against the schema, so whoever adds a table says here how its rows go.
/// </summary>
internal static class NetworkRows
{
    /// <summary>Conversations, and users, that go together; those of a step must not keep others' work waiting.</summary>
    private const int ConversationsPerStep = 5, UsersPerStep = 50;

    /// <summary>Rows of one table that one step takes at most.</summary>
    private const int RowsPerStep = 2_000;

    private static readonly string[] OfSessionKeys = ["session_key_wraps", "session_key_checks"];

    private static readonly string[] OfConversations = ["members", "session_keys"];

    private static readonly (string Table, string[] Columns)[] OfUsers =
    [
        ("key_pairs", ["user_key"]), ("applications", ["user_key"]), ("codes", ["user_key"]), ("known_users", ["user_key", "known_key"]),
        ("discovery_lookups", ["user_key"]), ("bots", ["user_key"]), ("params", ["user_key"]), ("contacts", ["user_key", "contact_key"]),
        ("black_lists", ["user_key", "blocked_key"]), ("departures", ["user_key"]), ("contact_changes", ["user_key", "contact_key"]),
    ];

    /// <summary>Keyed by <c>network id &lt;&lt; 44 | number</c>, of a fact or of a change.</summary>
    private static readonly (string Table, string Key)[] OfFacts = [("reports", "id"), ("erasures", "fact_id"), ("conversation_changes", "id"), ("receipt_changes", "id")];

    private static readonly string[] Journal = ["ciphertexts", "facts"];

    /// <summary>The bytes of files go with the next sweep of their folder.</summary>
    private static readonly (string Table, string Key)[] OfNetworks = [("admitted", "user_id"), ("bot_passwords", "hash"), ("change_days", "day"), ("files", "id")];

    /// <summary>Every table that something goes from.</summary>
    public static IEnumerable<string> Tables =>
    [
        "networks", "conversations", "messages", "users", "budgets", .. OfSessionKeys, .. OfConversations, .. OfUsers.Select(users => users.Table),
        .. OfFacts.Select(facts => facts.Table), .. Journal, .. OfNetworks.Select(networks => networks.Table),
    ];

    /// <summary>True when nothing is left, not even its name.</summary>
    public static bool RemoveSome(DbConnection sql, Network network)
    {
        if (RemoveConversations(sql, network) || RemoveUsers(sql, network) || RemoveOwn(sql, network) || RemoveJournal(sql, network)) return false;
        sql.Execute("DELETE FROM budgets WHERE subject LIKE @codes OR subject LIKE @reports; DELETE FROM networks WHERE id = @id",
            new { id = network.Id, codes = $"codes/number/{network.Id}/%", reports = $"reports/{network.Id}/%" });
        return true;
    }

    private static bool RemoveConversations(DbConnection sql, Network network)
    {
        long[] ids = First(sql, "conversations", network, ConversationsPerStep);
        if (ids.Length == 0) return false;
        string conversations = sql.AnyOf("conversation_id", "ids");
        int messages = sql.Execute($"DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE {conversations} LIMIT {RowsPerStep})", new { ids });
        if (messages == RowsPerStep) return true;
        foreach (string table in OfSessionKeys) sql.Execute($"DELETE FROM {table} WHERE session_key_id IN (SELECT id FROM session_keys WHERE {conversations})", new { ids });
        foreach (string table in OfConversations) sql.Execute($"DELETE FROM {table} WHERE {conversations}", new { ids });
        sql.Execute($"DELETE FROM conversations WHERE {sql.AnyOf("id", "ids")}", new { ids });
        return true;
    }

    private static bool RemoveUsers(DbConnection sql, Network network)
    {
        long[] ids = First(sql, "users", network, UsersPerStep);
        if (ids.Length == 0) return false;
        foreach ((string table, string[] columns) in OfUsers)
            foreach (string column in columns) sql.Execute($"DELETE FROM {table} WHERE {sql.AnyOf(column, "ids")}", new { ids });
        sql.Execute($"DELETE FROM users WHERE {sql.AnyOf("id", "ids")}", new { ids });
        return true;
    }

    private static bool RemoveOwn(DbConnection sql, Network network)
    {
        int removed = 0;
        foreach ((string table, string key) in OfFacts) removed += RemoveFacts(sql, network, table, key);
        foreach ((string table, string key) in OfNetworks)
            removed += sql.Execute($"DELETE FROM {table} WHERE network_id = @id AND {key} IN (SELECT {key} FROM {table} WHERE network_id = @id LIMIT {RowsPerStep})", new { id = network.Id });
        return removed > 0;
    }

    /// <summary>PostgreSQL drops the network's partitions, which costs the same however much they hold.</summary>
    private static bool RemoveJournal(DbConnection sql, Network network)
    {
        if (sql is not NpgsqlConnection) return Journal.Sum(table => RemoveFacts(sql, network, table, "id")) > 0;
        foreach (string partition in Partitions.Of(sql, network)) sql.Execute($"DROP TABLE {partition}");
        return false;
    }

    private static int RemoveFacts(DbConnection sql, Network network, string table, string key) => sql.Execute(
        $"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {key} BETWEEN @first AND @last ORDER BY {key} LIMIT {RowsPerStep})",
        new { first = JournalWriter.FactId(network, 0), last = JournalWriter.FactId(network, JournalWriter.SequenceMaximum) });

    private static long[] First(DbConnection sql, string table, Network network, int most) =>
        [.. sql.Query<long>($"SELECT id FROM {table} WHERE network_id = @id ORDER BY id LIMIT @most", new { id = network.Id, most })];
}
