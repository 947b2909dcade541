using Dapper;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sqlite;
using Hansard.Shared;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hansard.Server.Backups;

/// <summary>
/// Copies a database while a server writes to it, with SQLite's own backup. The copy is of the moment at which it begins: the pages are read within one
/// transaction, beside which others go on writing.
/// </summary>
internal static class SqliteCopy
{
    /// <summary>Pages between two looks whether to go on; 4 MiB of the usual pages.</summary>
    private const int StepPages = 1_024;

    public static void Make(string from, string to, CancellationToken cancellation)
    {
        _ = NativeSqlite.Version;
        using (SqliteConnection source = Open(from, SqliteOpenMode.ReadOnly))
        using (SqliteConnection target = Open(to, SqliteOpenMode.ReadWriteCreate))
        {
            // As a whole it is brought to the disk afterwards.
            target.Execute("PRAGMA synchronous = OFF");
            source.Execute("PRAGMA busy_timeout = 10000; BEGIN; SELECT COUNT(*) FROM sqlite_master");
            Copy(source.Handle!, target.Handle!, cancellation);
            source.Execute("COMMIT");
            // One file that needs no other beside it; a server gives it its log again.
            target.Execute("PRAGMA journal_mode = DELETE");
        }
        DurableFile.Sync(to);
    }

    private static void Copy(sqlite3 source, sqlite3 target, CancellationToken cancellation)
    {
        using sqlite3_backup backup = raw.sqlite3_backup_init(target, "main", source, "main") ?? throw Failed(target);
        int code;
        while ((code = raw.sqlite3_backup_step(backup, StepPages)) == raw.SQLITE_OK) cancellation.ThrowIfCancellationRequested();
        if (code != raw.SQLITE_DONE) throw Failed(target);
    }

    private static SqliteException Failed(sqlite3 target) => new(raw.sqlite3_errmsg(target).utf8_to_string(), raw.sqlite3_errcode(target));

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
