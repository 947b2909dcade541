using Hansard.Shared;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hansard.Archive.Search;

/// <summary>One SQLite file of an index: readable by this account alone, flushed with every commit, its statements prepared once. Not safe for several threads.</summary>
internal sealed class IndexDatabase : IDisposable
{
    private const int BusyMilliseconds = 10_000;

    /// <summary>Of an error code, without what SQLite adds to it.</summary>
    private const int PrimaryCode = 0xff;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, Statement> statements = [];

    private IndexDatabase(SqliteConnection connection) => this.connection = connection;

    public string Path => connection.DataSource;

    /// <summary>Opens or creates.</summary>
    /// <param name="format">Of the schema; a file of another one counts as damaged, since it is made again in the same way.</param>
    /// <exception cref="IndexDamagedException">It is no such file, or a damaged one.</exception>
    public static IndexDatabase Open(string path, string schema, int format)
    {
        _ = NativeSqlite.Version;
        if (!File.Exists(path)) CreatePrivately(path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        var database = new IndexDatabase(connection);
        try
        {
            database.Guarded(() =>
            {
                connection.Open();
                raw.sqlite3_busy_timeout(connection.Handle, BusyMilliseconds);
                database.Prepare(schema, format);
                return true;
            });
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The statement, readied for its first parameter.</summary>
    public Statement Statement(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement)) statements[sql] = statement = new Statement(connection.Handle!, sql);
        return statement;
    }

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(connection.Handle);

    public void Execute(string sql) => Statement(sql).Execute();

    /// <summary>Takes what was deleted off the disk: pages are overwritten when rows leave them, but SQLite's log beside the file has their earlier states. Not while somebody reads.</summary>
    public void EmptyLog() => Guarded(() =>
    {
        Run("PRAGMA wal_checkpoint(TRUNCATE)");
        return true;
    });

    /// <summary>Does all of it or nothing, durably.</summary>
    public void Commit(Action change) => Guarded(() =>
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            change();
            Execute("COMMIT");
        }
        catch
        {
            raw.sqlite3_exec(connection.Handle, "ROLLBACK");
            throw;
        }
        return true;
    });

    /// <summary>Tells damage from what may pass.</summary>
    /// <exception cref="IndexDamagedException"/>
    /// <exception cref="IOException">The disk refuses.</exception>
    public T Guarded<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SqliteException e) when ((e.SqliteErrorCode & PrimaryCode) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            throw new IndexDamagedException(Path, e);
        }
        catch (SqliteException e) when ((e.SqliteErrorCode & PrimaryCode) is not raw.SQLITE_ERROR and not raw.SQLITE_MISUSE)
        {
            throw new IOException($"{Path}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
        connection.Dispose();
    }

    /// <summary>Removes a file and what SQLite keeps beside it.</summary>
    public static void Delete(string path)
    {
        foreach (var end in new[] { "", "-wal", "-shm", "-journal" }) File.Delete(path + end);
    }

    private void Prepare(string schema, int format)
    {
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 4000");
        var found = Format();
        if (found == format) return;
        if (found != 0) throw new IndexDamagedException(Path, new InvalidDataException($"it has format {found}, this version writes {format}"));
        Commit(() =>
        {
            // Another process may have been first.
            if (Format() == format) return;
            Run(schema);
            Run(FormattableString.Invariant($"PRAGMA user_version = {format}"));
        });
    }

    private long Format()
    {
        var version = Statement("PRAGMA user_version");
        try
        {
            return version.Step() ? version.Int64(0) : 0;
        }
        finally
        {
            version.Reset();
        }
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void CreatePrivately(string path)
    {
        using var created = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }
}

/// <summary>A file of the index is not what this program wrote, or not of this version. Nothing is lost: it is made again from the record.</summary>
public sealed class IndexDamagedException(string path, Exception inner) : IOException($"{path}: {inner.Message}", inner)
{
    public string File => path;
}
