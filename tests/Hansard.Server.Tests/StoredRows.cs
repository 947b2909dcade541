using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Hansard.Server.Tests;

/// <summary>A database as text.</summary>
internal static class StoredRows
{
    private const string SqliteTables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";

    /// <summary>A partitioned table, but not its partitions beside it.</summary>
    private const string PostgresTables =
        "SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition";

    /// <summary>Counts transactions, of those that change nothing too.</summary>
    private const string Batches = "batches";

    public static SortedDictionary<string, List<string>> Of(DbConnection sql)
    {
        SortedDictionary<string, List<string>> stored = new(StringComparer.Ordinal);
        foreach (string table in sql.Query<string>(sql is NpgsqlConnection ? PostgresTables : SqliteTables).AsList())
        {
            if (table == Batches) continue;
            using IDataReader rows = sql.ExecuteReader($"SELECT * FROM {table}");
            List<string> texts = stored[table] = [];
            while (rows.Read()) texts.Add(string.Join(" | ", Enumerable.Range(0, rows.FieldCount).Select(at => Text(rows.GetValue(at)))));
            texts.Sort(StringComparer.Ordinal);
        }
        return stored;
    }

    private static string Text(object value) => value switch
    {
        DBNull => "null",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => value.ToString()!,
    };
}
