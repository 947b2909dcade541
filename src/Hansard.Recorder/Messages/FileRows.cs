using Hansard.Protocol;
using Microsoft.Data.Sqlite;

namespace Hansard.Recorder.Messages;

/// <summary>Which files the record has and which it misses, as SQLite keeps it beside <see cref="IndexRows"/>. When one is tried again is kept here alone.</summary>
internal static class FileRows
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS attachments (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS missing (seq INTEGER NOT NULL, part INTEGER NOT NULL, conversation TEXT NOT NULL, message TEXT NOT NULL,
            revision INTEGER NOT NULL, tries INTEGER NOT NULL, due INTEGER, PRIMARY KEY (seq, part)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS missing_message ON missing (conversation, message);
        CREATE INDEX IF NOT EXISTS missing_due ON missing (due) WHERE due IS NOT NULL;
        """;

    /// <summary>What was given up is tried again at each start.</summary>
    public const string Reopen = "UPDATE missing SET tries = 0, due = 0 WHERE due IS NULL AND tries > 0";

    private const string Columns = "SELECT seq, part, conversation, message, revision, tries FROM missing";

    /// <param name="files">The latest of each part; null for one that is there now.</param>
    public static void Keep(SqliteConnection database, SqliteTransaction transaction, IEnumerable<KeyValuePair<(long Seq, int Part), MissingFile?>> files, IEnumerable<KeyValuePair<string, long>> names)
    {
        foreach (var ((seq, part), file) in files)
        {
            if (file is null) Run(database, transaction, "DELETE FROM missing WHERE seq = $0 AND part = $1", seq, part);
            else
            {
                Run(database, transaction, """
                    INSERT INTO missing (seq, part, conversation, message, revision, tries, due) VALUES ($0, $1, $2, $3, $4, 0, $5)
                    ON CONFLICT (seq, part) DO UPDATE SET revision = excluded.revision
                    """, seq, part, file.Conversation.Value, file.Message.Value, file.Revision, file.TryAgain ? 0L : DBNull.Value);
            }
        }
        foreach (var (name, seq) in names) Run(database, transaction, "INSERT OR REPLACE INTO attachments (name, seq) VALUES ($0, $1)", name, seq);
    }

    public static bool HasName(SqliteConnection database, string name) => Scalar(database, "SELECT seq FROM attachments WHERE name = $0", name) is not null;

    /// <param name="message">Null for all of the conversation.</param>
    public static IReadOnlyList<(MissingFile File, int Tries)> Of(SqliteConnection database, ConversationUuid conversation, MessageUuid? message, int size) => message is { } one
        ? Read(database, Columns + " WHERE conversation = $0 AND message = $1 ORDER BY seq, part LIMIT $2", conversation.Value, one.Value, size)
        : Read(database, Columns + " WHERE conversation = $0 ORDER BY seq, part LIMIT $1", conversation.Value, size);

    /// <summary>Those whose time has come. One far ahead was set by a clock that has gone back since.</summary>
    public static IReadOnlyList<(MissingFile File, int Tries)> Due(SqliteConnection database, long now, long latest, int size) =>
        Read(database, Columns + " WHERE due IS NOT NULL AND (due <= $0 OR due > $1) ORDER BY due LIMIT $2", now, latest, size);

    public static long? NextDue(SqliteConnection database) => Scalar(database, "SELECT MIN(due) FROM missing WHERE due IS NOT NULL") as long?;

    /// <summary>Those that are not given up.</summary>
    public static long Count(SqliteConnection database) => (long)Scalar(database, "SELECT COUNT(*) FROM missing WHERE due IS NOT NULL OR tries = 0")!;

    /// <param name="due">Milliseconds since 1970; null for not by itself any more.</param>
    public static void Postpone(SqliteConnection database, MissingFile file, int tries, long? due) =>
        Run(database, null, "UPDATE missing SET tries = $0, due = $1 WHERE seq = $2 AND part = $3", tries, due is { } at ? at : DBNull.Value, file.Seq, file.Part);

    public static void Forget(SqliteConnection database, MissingFile file) => Run(database, null, "DELETE FROM missing WHERE seq = $0 AND part = $1", file.Seq, file.Part);

    private static List<(MissingFile, int)> Read(SqliteConnection database, string sql, params object[] values)
    {
        using var command = Command(database, null, sql, values);
        using var reader = command.ExecuteReader();
        var found = new List<(MissingFile, int)>();
        while (reader.Read())
            found.Add((new MissingFile(reader.GetInt64(0), reader.GetInt32(1), new(reader.GetString(2)), new(reader.GetString(3)), reader.GetInt32(4)), reader.GetInt32(5)));
        return found;
    }

    private static object? Scalar(SqliteConnection database, string sql, params object[] values)
    {
        using var command = Command(database, null, sql, values);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    private static void Run(SqliteConnection database, SqliteTransaction? transaction, string sql, params object[] values)
    {
        using var command = Command(database, transaction, sql, values);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection database, SqliteTransaction? transaction, string sql, object[] values)
    {
        var command = database.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (var n = 0; n < values.Length; n++) command.Parameters.AddWithValue($"${n}", values[n]);
        return command;
    }
}
