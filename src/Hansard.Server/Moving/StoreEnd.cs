using System.Data.Common;
using Dapper;
using Hansard.Protocol;

namespace Hansard.Server.Moving;

/// <summary>One end of a move: a store that no server uses, held by its lock until it is disposed of.</summary>
internal abstract class StoreEnd : IDisposable
{
    /// <summary>For all that is said in the same words to both engines.</summary>
    public abstract DbConnection Sql { get; }

    /// <summary>A store to read from; it is not changed. Refuses where a server uses it, and where its schema is not this program's.</summary>
    public static Result<StoreEnd> OpenSource(StorePlace place) =>
        place.ConnectionString is { } database ? PostgresEnd.OpenSource(database, place.ToString()) : SqliteEnd.OpenSource(place.Folder!);

    /// <summary>A store to write to, made where it is missing. Refuses where a server uses it or anything but an unfinished move stands in it.</summary>
    public static Result<StoreEnd> OpenTarget(StorePlace place) =>
        place.ConnectionString is { } database ? PostgresEnd.OpenTarget(database, place.ToString()) : SqliteEnd.OpenTarget(place.Folder!);

    /// <param name="after">The key behind which to begin; null for the beginning. One reader at a time.</param>
    public abstract RowReader Read(StoredTable table, RowValue[]? after);

    /// <summary>Stores rows and what <paramref name="alongside"/> writes, both or none of it.</summary>
    /// <exception cref="UnmovableRowException">The engine cannot hold a value.</exception>
    public abstract void Write(StoredTable table, RowBatch rows, Action<DbConnection> alongside);

    /// <summary>Once all rows are there: the next ids, and what the engine must know to be quick.</summary>
    public abstract void Complete(IReadOnlyList<StoredTable> tables);

    public long Count(StoredTable table) => Sql.ExecuteScalar<long>($"SELECT COUNT(*) FROM {table.Name}", commandTimeout: 0);

    public abstract void Dispose();
}

/// <summary>A row that the other engine cannot hold.</summary>
internal sealed class UnmovableRowException(StoredTable table, ReadOnlyMemory<byte> row, string reason)
    : Exception($"The row of {table.Name} with {RowKey.Describe(table, row)} cannot be moved: {reason}");
