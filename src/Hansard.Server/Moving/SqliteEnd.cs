using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sqlite;
using Hansard.Shared;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Moving;

/// <summary>The SQLite file of a data folder whose lock is held.</summary>
internal sealed class SqliteEnd : StoreEnd
{
    private readonly SqliteConnection connection;
    private readonly IDisposable folderLock;
    private (StoredTable Table, Statement Insert)? writing;

    private SqliteEnd(SqliteConnection connection, IDisposable folderLock) => (this.connection, this.folderLock) = (connection, folderLock);

    public override DbConnection Sql => connection;

    public static Result<StoreEnd> OpenSource(string path)
    {
        DataFolder folder = DataFolder.At(path);
        if (!folder.HasDatabase) return Failure.NotFound($"There is no {folder.DatabasePath}.");
        return Open(folder, SqliteOpenMode.ReadOnly, folder.DatabasePath, UnfinishedMove.SourceProblem);
    }

    public static Result<StoreEnd> OpenTarget(string path)
    {
        DataFolder folder = DataFolder.Open(path);
        return Open(folder, SqliteOpenMode.ReadWriteCreate, folder.DatabasePath, sql =>
        {
            sql.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            if (UnfinishedMove.TargetProblem(sql) is { } problem) return problem;
            Migrations.Apply(sql);
            return null;
        });
    }

    private static Result<StoreEnd> Open(DataFolder folder, SqliteOpenMode mode, string path, Func<DbConnection, string?> prepare)
    {
        _ = NativeSqlite.Version;
        Result<IDisposable> locked = folder.Lock();
        if (!locked.Succeeded) return Failure.Conflict($"{locked.Failure.Description} Stop it first.");
        if (mode != SqliteOpenMode.ReadOnly) folder.Database();
        SqliteEnd end = new(new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString()), locked.Value);
        try
        {
            end.connection.Open();
            if (prepare(end.connection) is not { } problem) return end;
            end.Dispose();
            return Failure.Invalid($"{path} cannot be used. {problem}");
        }
        catch
        {
            end.Dispose();
            throw;
        }
    }

    public override RowReader Read(StoredTable table, RowValue[]? after) => new SqliteRowReader(connection.Handle!, table, after);

    public override void Write(StoredTable table, RowBatch rows, Action<DbConnection> alongside)
    {
        Statement insert = Insert(table);
        connection.Execute("BEGIN IMMEDIATE");
        ReadOnlyMemory<byte> rest = rows.Bytes;
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < table.Columns.Count; column++) SqliteRowReader.Bind(insert, column + 1, RowValue.Take(ref rest));
            insert.Execute();
        }
        alongside(connection);
        connection.Execute("COMMIT");
    }

    private Statement Insert(StoredTable table)
    {
        if (writing is { } current && current.Table == table) return current.Insert;
        writing?.Insert.Dispose();
        Statement insert = new(connection.Handle!, $"INSERT INTO {table.Name} ({table.ColumnNames}) VALUES ({string.Join(", ", table.Columns.Select(_ => "?"))})");
        writing = (table, insert);
        return insert;
    }

    /// <summary>An id is one more than the greatest by itself; the log is brought into the file.</summary>
    public override void Complete(IReadOnlyList<StoredTable> tables) => connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    public override void Dispose()
    {
        writing?.Insert.Dispose();
        connection.Dispose();
        folderLock.Dispose();
    }
}
