using System.Data.Common;
using Dapper;
using Hansard.Server.Storage.Sqlite;
using Hansard.Shared;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hansard.System.Tests.Moving;

/// <summary>Everything that stands in a store, as text by table, read with nothing of the code that moves it.</summary>
internal static class StoredRows
{
    /// <summary>What an engine keeps for itself.</summary>
    private static readonly string[] NotMoved = ["batches", "schema_version"];

    public static SortedDictionary<string, List<string>> InFolder(string folder)
    {
        using var sql = OpenFolder(folder);
        return Of(sql, "SELECT name FROM sqlite_master WHERE type = 'table'");
    }

    public static SortedDictionary<string, List<string>> InPostgres(string connectionString)
    {
        using NpgsqlConnection sql = new(connectionString);
        return Of(sql, """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            """);
    }

    public static SqliteConnection OpenFolder(string folder)
    {
        // Two SQLite libraries in one process would not know each other's handles: it must be the one that the server in this process chose.
        _ = NativeSqlite.Version;
        SqliteConnection sql = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "hansard.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        sql.Open();
        return sql;
    }

    private static SortedDictionary<string, List<string>> Of(DbConnection sql, string tables)
    {
        SortedDictionary<string, List<string>> stored = new(StringComparer.Ordinal);
        foreach (var table in sql.Query<string>(tables).AsList().Except(NotMoved))
        {
            using var rows = sql.ExecuteReader($"SELECT * FROM {table}");
            var texts = stored[table] = [];
            while (rows.Read()) texts.Add(string.Join(" | ", Enumerable.Range(0, rows.FieldCount).Select(column => $"{rows.GetName(column)} {Text(rows.GetValue(column))}")));
            texts.Sort(StringComparer.Ordinal);
        }
        return stored;
    }

    private static string Text(object value) => value switch
    {
        DBNull => "null",
        byte[] bytes => $"bytes {Convert.ToHexStringLower(bytes)}",
        _ => $"{value.GetType().Name} {value}",
    };
}
