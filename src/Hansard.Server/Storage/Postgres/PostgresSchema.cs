using Dapper;
using Npgsql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>What holds for the schema as a whole: whose it is, and whether this PostgreSQL will do.</summary>
internal static class PostgresSchema
{
    private const int OldestVersion = 140_000;

    /// <summary>The lock of the one server that writes to this schema; it ends with the session that has it, however that ends.</summary>
    public static bool TryLock(NpgsqlConnection connection) =>
        connection.ExecuteScalar<bool>("SELECT pg_try_advisory_lock(hashtext('hansard'), hashtext(current_schema()))");

    /// <summary>Makes the schema that the connection string names where it is missing.</summary>
    public static void Make(NpgsqlConnection connection)
    {
        string? path = new NpgsqlConnectionStringBuilder(connection.ConnectionString).SearchPath;
        if (path is null || connection.ExecuteScalar<string>("SELECT current_schema()") is not null) return;
        string name = path.Split(',')[0].Trim().Trim('"');
        connection.Execute($"CREATE SCHEMA IF NOT EXISTS \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>Null where the schema can be used; otherwise a sentence that says what to do.</summary>
    public static string? Problem(NpgsqlConnection connection)
    {
        if (connection.ExecuteScalar<int>("SELECT current_setting('server_version_num')::int") < OldestVersion)
            return $"PostgreSQL {connection.ServerVersion} is too old; Hansard needs 14 or later.";
        if (connection.ExecuteScalar<string>("SELECT current_schema()") is null)
            return "The connection's search path names no schema; set Search Path.";
        if (connection.ExecuteScalar<string>("SHOW server_encoding") != "UTF8")
            return "The database is not in UTF-8; create it with ENCODING 'UTF8'.";
        if (connection.ExecuteScalar<bool>("SELECT pg_is_in_recovery()"))
            return "This PostgreSQL is a standby, which cannot be written to; name the primary.";
        return null;
    }
}
