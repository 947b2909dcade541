using System.Data.Common;
using Dapper;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sqlite;
using Hansard.Shared;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Moving;

/// <summary>
/// The tables that both engines have, read from an empty database that the migrations have just made: whoever adds a table or a column need not
/// know of this. What one engine alone needs for itself is not among them.
/// </summary>
internal static class StoredSchema
{
    private sealed record ColumnRow(string Name, string Type, long KeyPosition);

    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<StoredTable> Tables { get; } = Read();

    public static StoredTable Table(string name) => Tables.Single(table => table.Name == name);

    private static List<StoredTable> Read()
    {
        _ = NativeSqlite.Version;
        using SqliteConnection empty = new("Data Source=:memory:");
        empty.Open();
        Migrations.Apply(empty);
        return [.. empty.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").Order(StringComparer.Ordinal).Select(name => Read(empty, name))];
    }

    private static StoredTable Read(DbConnection sql, string name)
    {
        List<ColumnRow> columns = sql.Query<ColumnRow>("SELECT name AS Name, type AS Type, pk AS KeyPosition FROM pragma_table_info(@name) ORDER BY cid", new { name }).AsList();
        List<int> key = [.. Enumerable.Range(0, columns.Count).Where(position => columns[position].KeyPosition > 0).OrderBy(position => columns[position].KeyPosition)];
        if (key.Count == 0) throw new InvalidOperationException($"The table {name} has no primary key, by which its rows could be moved.");
        return new StoredTable(name, [.. columns.Select(column => new StoredColumn(column.Name, Kind(name, column)))], key);
    }

    private static ValueKind Kind(string table, ColumnRow column) => column.Type.ToUpperInvariant() switch
    {
        "INTEGER" => ValueKind.Integer,
        "TEXT" => ValueKind.Text,
        "BLOB" => ValueKind.Blob,
        _ => throw new InvalidOperationException($"{table}.{column.Name} is {column.Type}; columns are INTEGER, TEXT or BLOB."),
    };
}
