using System.Data.Common;
using Dapper;

namespace Hansard.Server.Storage;

/// <summary>Many rows in few statements, because on PostgreSQL each is a round trip.</summary>
internal static class ManyRows
{
    /// <summary>Parameters in one statement, below what every version of either engine takes.</summary>
    private const int ParametersMaximum = 900;

    /// <param name="insert">Up to and without <c>VALUES</c>, with the columns in the order of the values.</param>
    /// <param name="after">What stands behind the values.</param>
    public static void InsertMany(this DbConnection sql, string insert, IReadOnlyList<object?[]> rows, string after = "")
    {
        if (rows.Count == 0) return;
        foreach (object?[][] chunk in rows.Chunk(Math.Max(1, ParametersMaximum / rows[0].Length)))
        {
            DynamicParameters parameters = new();
            int next = 0;
            string values = string.Join(", ", chunk.Select(row => $"({string.Join(", ", row.Select(value => Added(parameters, $"p{next++}", value)))})"));
            sql.Execute($"{insert} VALUES {values} {after}", parameters);
        }
    }

    private static string Added(DynamicParameters parameters, string name, object? value)
    {
        parameters.Add(name, value);
        return "@" + name;
    }
}
