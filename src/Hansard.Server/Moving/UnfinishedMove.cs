using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Storage;
using Npgsql;

namespace Hansard.Server.Moving;

/// <summary>
/// How far a move has come, as a table of its target: each row is written with the rows of which it tells, so that a move that was cut off anywhere goes
/// on where it was. While the table is there, no server works on the store.
/// </summary>
internal static class UnfinishedMove
{
    private const string Name = "unfinished_move";

    /// <summary>Stands for the whole source: its row's key is what the source was known by when the move began.</summary>
    private const string Whole = "";

    private sealed record Row(long Moved, byte[]? LastKey);

    private static bool Exists(DbConnection sql) => HasTable(sql, Name);

    /// <summary>Null where a server may work on the store.</summary>
    public static Failure? Problem(DbConnection sql) => Exists(sql)
        ? Failure.Invalid("A move into this store is not finished: run 'hansard migrate' again, with the same places, and then start the server.")
        : null;

    /// <summary>Null where a move may begin from this store; otherwise a sentence that says what to do.</summary>
    public static string? SourceProblem(DbConnection sql)
    {
        if (!HasVersion(sql)) return "There is no Hansard store in it.";
        return Exists(sql) ? "A move into it is not finished: finish it first." : Migrations.VersionProblem(sql);
    }

    /// <summary>Null where a move may begin in this store or go on in it; otherwise a sentence that says what to do.</summary>
    public static string? TargetProblem(DbConnection sql)
    {
        long version = HasVersion(sql) ? Migrations.Version(sql) : 0;
        if (Exists(sql)) return version == Migrations.Newest ? null : "An unfinished move stands in it that another version of Hansard began. Empty it and begin anew.";
        foreach (StoredTable table in StoredSchema.Tables.Where(table => HasTable(sql, table.Name)))
        {
            if (version == 0) return $"It has a table {table.Name} that is not Hansard's. Name an empty one.";
            if (sql.ExecuteScalar<long>($"SELECT COUNT(*) FROM (SELECT 1 FROM {table.Name} LIMIT 1) one") > 0)
                return "It is not empty. Name an empty one; nothing is ever added to what stands there.";
        }
        return null;
    }

    /// <summary>Notes which source the rows come from, or that it is the one they have come from so far. False: it is another one, or has changed.</summary>
    public static bool Begin(DbConnection sql, byte[] source)
    {
        if (Exists(sql)) return sql.QuerySingle<byte[]>($"SELECT last_key FROM {Name} WHERE table_name = @Whole", new { Whole }).AsSpan().SequenceEqual(source);
        (string integer, string blob) = sql is NpgsqlConnection ? ("BIGINT", "BYTEA") : ("INTEGER", "BLOB");
        using DbTransaction transaction = sql.BeginTransaction();
        sql.Execute($"CREATE TABLE {Name} (table_name TEXT NOT NULL PRIMARY KEY, moved {integer} NOT NULL, last_key {blob} NOT NULL)", transaction: transaction);
        sql.Execute($"INSERT INTO {Name} VALUES (@Whole, 0, @source)", new { Whole, source }, transaction);
        transaction.Commit();
        return true;
    }

    /// <summary>Rows of a table that are there, and the key of the last one; null for none.</summary>
    public static (long Moved, RowValue[]? LastKey) Of(DbConnection sql, StoredTable table)
    {
        Row? row = sql.QuerySingleOrDefault<Row>($"SELECT moved AS Moved, last_key AS LastKey FROM {Name} WHERE table_name = @name", new { name = table.Name });
        return (row?.Moved ?? 0, row?.LastKey is { } key ? RowKey.Decode(table, key) : null);
    }

    public static void Note(DbConnection sql, StoredTable table, long moved, byte[] lastKey) => sql.Execute($"""
        INSERT INTO {Name} (table_name, moved, last_key) VALUES (@name, @moved, @lastKey)
        ON CONFLICT (table_name) DO UPDATE SET moved = excluded.moved, last_key = excluded.last_key
        """, new { name = table.Name, moved, lastKey });

    public static void End(DbConnection sql) => sql.Execute($"DROP TABLE {Name}");

    public static bool HasTable(DbConnection sql, string name) => sql.ExecuteScalar<long>(sql is NpgsqlConnection
        ? "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = @name"
        : "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @name", new { name }) > 0;

    /// <summary>Whether the version can be asked for; an empty file of SQLite has one by itself.</summary>
    private static bool HasVersion(DbConnection sql) => sql is not NpgsqlConnection || HasTable(sql, "schema_version");
}
