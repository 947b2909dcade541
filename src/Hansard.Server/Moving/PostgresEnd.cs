using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Hansard.Server.Moving;

/// <summary>A schema of PostgreSQL on one connection, which holds the lock that a server would need.</summary>
internal sealed class PostgresEnd : StoreEnd
{
    private const int LockSeconds = 5, LockPollMilliseconds = 50;

    private readonly NpgsqlConnection connection;
    private readonly HashSet<long> partitions = [];
    private IReadOnlyList<string>? partitioned;

    private PostgresEnd(NpgsqlConnection connection) => this.connection = connection;

    public override DbConnection Sql => connection;

    public static Result<StoreEnd> OpenSource(string connectionString, string place) =>
        Open(connectionString, place, "-c default_transaction_read_only=on", make: _ => { }, UnfinishedMove.SourceProblem);

    public static Result<StoreEnd> OpenTarget(string connectionString, string place) =>
        Open(connectionString, place, "-c synchronous_commit=on", PostgresSchema.Make, sql =>
        {
            if ((PostgresSchema.Problem(sql) ?? UnfinishedMove.TargetProblem(sql)) is { } problem) return problem;
            Migrations.Apply(sql);
            return null;
        });

    private static Result<StoreEnd> Open(string connectionString, string place, string options, Action<NpgsqlConnection> make, Func<NpgsqlConnection, string?> prepare)
    {
        NpgsqlConnection connection = new(PostgresConnections.Bulk(connectionString, options));
        Failure? failure = null;
        try
        {
            connection.Open();
            make(connection);
            if (connection.ExecuteScalar<string>("SELECT current_schema()") is null) failure = Failure.NotFound($"{place}: there is no such schema.");
            else if (!Lock(connection)) failure = Failure.Conflict($"A Hansard server works on {place}. Stop it first.");
            else if (prepare(connection) is { } problem) failure = Failure.Invalid($"{place} cannot be used. {problem}");
        }
        catch (NpgsqlException unusable)
        {
            failure = Failure.Invalid($"{place} cannot be used: {unusable.Message}");
        }
        if (failure is null) return new PostgresEnd(connection);
        connection.Dispose();
        return failure;
    }

    /// <summary>PostgreSQL takes a moment to notice that a process was killed which had it.</summary>
    private static bool Lock(NpgsqlConnection connection)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!PostgresSchema.TryLock(connection))
        {
            if (waited.Elapsed.TotalSeconds > LockSeconds) return false;
            Thread.Sleep(LockPollMilliseconds);
        }
        return true;
    }

    public override RowReader Read(StoredTable table, RowValue[]? after) => new PostgresRowReader(connection, table, after);

    public override void Write(StoredTable table, RowBatch rows, Action<DbConnection> alongside)
    {
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        MakePartitions(table, rows);
        using (NpgsqlBinaryImporter copy = connection.BeginBinaryImport($"COPY {table.Name} ({table.ColumnNames}) FROM STDIN (FORMAT BINARY)"))
        {
            copy.Timeout = Timeout.InfiniteTimeSpan;
            ReadOnlyMemory<byte> rest = rows.Bytes;
            for (int row = 0; row < rows.Count; row++) WriteRow(copy, table, ref rest);
            copy.Complete();
        }
        alongside(connection);
        transaction.Commit();
    }

    private static void WriteRow(NpgsqlBinaryImporter copy, StoredTable table, ref ReadOnlyMemory<byte> rest)
    {
        ReadOnlyMemory<byte> row = rest;
        copy.StartRow();
        foreach (StoredColumn column in table.Columns)
        {
            RowValue value = RowValue.Take(ref rest);
            if (value.Kind == ValueKind.Null)
            {
                copy.WriteNull();
                continue;
            }
            if (value.Kind != column.Kind) throw new UnmovableRowException(table, row, $"{column.Name} is of the wrong type.");
            if (value.Kind == ValueKind.Text && value.Bytes.Span.Contains((byte)0)) throw new UnmovableRowException(table, row, $"{column.Name} has a character U+0000, which PostgreSQL cannot hold.");
            if (value.Kind == ValueKind.Integer) copy.Write(value.Integer, NpgsqlDbType.Bigint);
            else copy.Write(value.Bytes, value.Kind == ValueKind.Text ? NpgsqlDbType.Text : NpgsqlDbType.Bytea);
        }
    }

    /// <summary>A server makes those of facts and ciphertexts together, and looks only whether the facts' one is there.</summary>
    private void MakePartitions(StoredTable table, RowBatch rows)
    {
        partitioned ??= connection.Query<string>("""
            SELECT c.relname FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema()
            """).AsList();
        if (!partitioned.Contains(table.Name)) return;
        ReadOnlyMemory<byte> rest = rows.Bytes;
        for (int row = 0; row < rows.Count; row++)
        {
            long number = RowKey.Of(table, rest)[0].Integer >> Partitions.FactBits;
            foreach (StoredColumn _ in table.Columns) RowValue.Take(ref rest);
            if (!partitions.Add(number)) continue;
            foreach (string parent in partitioned.Where(parent => !UnfinishedMove.HasTable(connection, $"{parent}_{number}")))
                foreach (string sql in Partitions.Make(parent, number)) connection.Execute(sql);
        }
    }

    public override void Complete(IReadOnlyList<StoredTable> tables)
    {
        foreach ((string table, string column) in connection.Query<(string, string)>(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'").AsList())
        {
            connection.Execute(
                $"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), COALESCE(MAX({column}), 1), MAX({column}) IS NOT NULL) FROM {table}", commandTimeout: 0);
        }
        foreach (StoredTable table in tables) connection.Execute($"ANALYZE {table.Name}", commandTimeout: 0);
    }

    public override void Dispose() => connection.Dispose();
}
