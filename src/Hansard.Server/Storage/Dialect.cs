using System.Data.Common;
using Dapper;
using Npgsql;

namespace Hansard.Server.Storage;

/// <summary>The few places where shared SQL has to be said in two ways.</summary>
internal static class Dialect
{
    /// <summary>
    /// True where <paramref name="column"/> is one of the values of an array parameter, whose name comes without its <c>@</c>. PostgreSQL takes
    /// the array as one parameter, so that its plan is kept; for SQLite Dapper spreads it, so keep it under a thousand.
    /// </summary>
    public static string AnyOf(this DbConnection sql, string column, string parameter) =>
        sql is NpgsqlConnection ? $"{column} = ANY(@{parameter})" : $"{column} IN @{parameter}";

    /// <summary>
    /// For the rest of this snapshot: statements that find a few rows by index whatever their values are, so one plan does for all. PostgreSQL would
    /// otherwise plan each of them anew where it guesses that the values matter, which takes longer than the page that is asked for.
    /// </summary>
    public static void KeepPlans(this DbConnection sql)
    {
        if (sql is NpgsqlConnection) sql.Execute("SET LOCAL plan_cache_mode = force_generic_plan");
    }
}
