using System.Data.Common;
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
}
