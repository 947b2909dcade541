using Hansard.Protocol;
using Microsoft.Data.Sqlite;

namespace Hansard.Recorder.Messages;

/// <summary>Which lines wait for a key, as SQLite keeps it beside <see cref="IndexRows"/>.</summary>
internal static class IncompleteRows
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS incomplete (seq INTEGER PRIMARY KEY, conversation TEXT NOT NULL, sessionKey TEXT NOT NULL, revision INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS incomplete_key ON incomplete (conversation, sessionKey);
        """;

    /// <param name="lines">The latest of each fact; null for one that was completed.</param>
    public static void Keep(SqliteConnection database, SqliteTransaction transaction, IEnumerable<KeyValuePair<long, IncompleteLine?>> lines)
    {
        using var command = database.CreateCommand();
        command.Transaction = transaction;
        foreach (var (seq, line) in lines)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$seq", seq);
            command.CommandText = line is null
                ? "DELETE FROM incomplete WHERE seq = $seq"
                : "INSERT OR REPLACE INTO incomplete (seq, conversation, sessionKey, revision) VALUES ($seq, $conversation, $key, $revision)";
            if (line is not null)
            {
                command.Parameters.AddWithValue("$conversation", line.Conversation.Value);
                command.Parameters.AddWithValue("$key", line.Key.Value);
                command.Parameters.AddWithValue("$revision", line.Revision);
            }
            command.ExecuteNonQuery();
        }
    }

    /// <summary>In the order of the journal, at most <paramref name="size"/> behind <paramref name="after"/>.</summary>
    public static IReadOnlyList<IncompleteLine> Under(SqliteConnection database, ConversationUuid conversation, SessionKeyUuid key, long after, int size)
    {
        using var command = database.CreateCommand();
        command.CommandText =
            "SELECT seq, revision FROM incomplete WHERE conversation = $conversation AND sessionKey = $key AND seq > $after ORDER BY seq LIMIT $size";
        command.Parameters.AddWithValue("$conversation", conversation.Value);
        command.Parameters.AddWithValue("$key", key.Value);
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$size", size);
        using var reader = command.ExecuteReader();
        var found = new List<IncompleteLine>();
        while (reader.Read()) found.Add(new IncompleteLine(reader.GetInt64(0), conversation, key, reader.GetInt32(1)));
        return found;
    }

    public static bool Has(SqliteConnection database, long seq)
    {
        using var command = database.CreateCommand();
        command.CommandText = "SELECT 1 FROM incomplete WHERE seq = $seq";
        command.Parameters.AddWithValue("$seq", seq);
        return command.ExecuteScalar() is not null;
    }

    public static IReadOnlyList<(ConversationUuid Conversation, SessionKeyUuid Key)> Keys(SqliteConnection database)
    {
        using var command = database.CreateCommand();
        command.CommandText = "SELECT DISTINCT conversation, sessionKey FROM incomplete";
        using var reader = command.ExecuteReader();
        var found = new List<(ConversationUuid, SessionKeyUuid)>();
        while (reader.Read()) found.Add((new ConversationUuid(reader.GetString(0)), new SessionKeyUuid(reader.GetString(1))));
        return found;
    }
}
