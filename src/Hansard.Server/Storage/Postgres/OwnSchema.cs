using Dapper;
using Npgsql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>A schema of a PostgreSQL database for one trial: a demo, a bench, a test. It is made by the server that is started on it.</summary>
public static class OwnSchema
{
    /// <summary>The same database, with a schema of its own.</summary>
    public static string In(string connectionString, string purpose) =>
        new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = $"hansard_{purpose}_{Guid.NewGuid():N}" }.ToString();

    /// <summary>Removes the schema with all that is in it.</summary>
    public static void Drop(string connectionString)
    {
        using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        connection.Open();
        connection.Execute($"DROP SCHEMA IF EXISTS \"{new NpgsqlConnectionStringBuilder(connectionString).SearchPath}\" CASCADE");
    }
}
