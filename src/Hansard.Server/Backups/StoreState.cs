using System.Data.Common;
using Hansard.Protocol;
using Hansard.Server.Moving;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sqlite;
using Hansard.Shared;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hansard.Server.Backups;

/// <summary>What stands in a store at one moment: by it a backup is known to be whole, and a restored store to be what was backed up.</summary>
internal sealed record StoreState(long SchemaVersion, IReadOnlyList<TableDigest> Tables, IReadOnlyList<JournalMark> Journals)
{
    /// <summary>Reads everything on a connection that sees one snapshot; refuses what is not whole by itself.</summary>
    public static Result<StoreState> Of(DbConnection sql, CancellationToken cancellation)
    {
        if (UnfinishedMove.SourceProblem(sql) is { } problem) return Failure.Invalid(problem);
        List<TableDigest> tables = [];
        foreach (StoredTable table in StoredSchema.Tables)
        {
            using RowReader rows = sql is NpgsqlConnection postgres ? new PostgresRowReader(postgres, table, null) : new SqliteRowReader(((SqliteConnection)sql).Handle!, table, null);
            tables.Add(TableDigest.Of(table, rows, null, cancellation));
        }
        return JournalChains.Problem(sql) is { } broken ? Failure.Conflict(broken) : new StoreState(Migrations.Version(sql), tables, JournalChains.Heads(sql));
    }

    /// <summary>The same of a file that nobody else uses.</summary>
    public static Result<StoreState> OfFile(string path, CancellationToken cancellation)
    {
        _ = NativeSqlite.Version;
        using SqliteConnection sql = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        sql.Open();
        return Of(sql, cancellation);
    }

    /// <summary>Null where this is what the manifest tells of; otherwise a sentence that says what is not.</summary>
    public string? DifferenceFrom(BackupManifest manifest)
    {
        foreach ((TableDigest expected, TableDigest found) in manifest.Tables.Zip(Tables))
            if (expected != found) return $"{expected.Table} has {found.Rows} rows that are not the {expected.Rows} of the backup.";
        return manifest.Tables.Count == Tables.Count && manifest.Journals.SequenceEqual(Journals) ? null : "The journals' heads are not those of the backup.";
    }
}
