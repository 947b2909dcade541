using Hansard.Archive.Log;
using Hansard.Shared;
using Microsoft.Data.Sqlite;

namespace Hansard.Recorder.Messages;

/// <summary>One message, or one call.</summary>
/// <param name="WordsSeq">The fact whose line gives the message's present text; 0 where none does.</param>
/// <param name="Words">Of a call the message that began it; of a message its text, where only a completion of that line has it.</param>
internal sealed record IndexRow(string Key, long Seq, long Ts, long WordsSeq, string? Words);

/// <summary>
/// The index as SQLite keeps it. A loss of power costs its last rows, which are read from the record again. Its keys come in no order, so each of a batch
/// is on a page of its own: with more pages in memory and in the log, most of them are written once for several batches.
/// </summary>
internal static class IndexRows
{
    /// <summary>Lines whose rows are kept in one transaction while the record is read again.</summary>
    public const int Together = 10_000;

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -32768; -- KiB
        PRAGMA wal_autocheckpoint = 8192; -- pages of 4 KiB
        PRAGMA secure_delete = ON;
        CREATE TABLE IF NOT EXISTS messages (key TEXT PRIMARY KEY, seq INTEGER NOT NULL, ts INTEGER NOT NULL, wordsSeq INTEGER NOT NULL, words TEXT) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS messages_late ON messages (wordsSeq) WHERE words IS NOT NULL;
        CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), through INTEGER NOT NULL);
        """;

    /// <summary>Raised when tables change: an index of another version is thrown away and made again from the record.</summary>
    public const long Version = 2;

    static IndexRows() => _ = NativeSqlite.Version;

    public static SqliteConnection Open(string path)
    {
        var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            database.Open();
            if (VersionOf(database) != Version) Run(database, $"DROP TABLE IF EXISTS messages; DROP TABLE IF EXISTS incomplete; DROP TABLE IF EXISTS progress; PRAGMA user_version = {Version}");
            Run(database, Schema);
            Run(database, IncompleteRows.Schema);
            Run(database, FileRows.Schema);
            Run(database, FileRows.Reopen);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static long VersionOf(SqliteConnection database)
    {
        using var command = database.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }

    public static long Through(SqliteConnection database)
    {
        using var command = database.CreateCommand();
        command.CommandText = "SELECT through FROM progress";
        return command.ExecuteScalar() as long? ?? 0;
    }

    public static void Clear(SqliteConnection database) => Run(database, "DELETE FROM messages; DELETE FROM incomplete; DELETE FROM missing; DELETE FROM attachments; DELETE FROM progress");

    public static IndexRow? Find(SqliteConnection database, string key)
    {
        using var command = database.CreateCommand();
        command.CommandText = "SELECT seq, ts, wordsSeq, words FROM messages WHERE key = $key";
        command.Parameters.AddWithValue("$key", key);
        using var reader = command.ExecuteReader();
        return reader.Read() ? new IndexRow(key, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetString(3)) : null;
    }

    public static void Keep(SqliteConnection database, TakenRows taken, long through)
    {
        using var transaction = database.BeginTransaction();
        IncompleteRows.Keep(database, transaction, taken.Incomplete);
        FileRows.Keep(database, transaction, taken.Missing, taken.Names);
        using var message = new Statement(database.Handle!, "INSERT OR REPLACE INTO messages (key, seq, ts, wordsSeq, words) VALUES (?, ?, ?, ?, ?)");
        foreach (var row in taken.Messages.Values) message.Bind(1, row.Key).Bind(2, row.Seq).Bind(3, row.Ts).Bind(4, row.WordsSeq).Bind(5, row.Words).Execute();
        using var progress = new Statement(database.Handle!, "INSERT OR REPLACE INTO progress (one, through) VALUES (1, ?)");
        progress.Bind(1, through).Execute();
        transaction.Commit();
    }

    /// <summary>A disk that refuses the index halts recording as one that refuses the record does.</summary>
    /// <exception cref="RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public static T Guarded<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SqliteException refusal)
        {
            throw new RecordHaltedException(path, refusal);
        }
    }

    private static void Run(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
