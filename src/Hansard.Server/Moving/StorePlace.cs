using Hansard.Protocol;
using Hansard.Server.Storage.Postgres;
using Npgsql;

namespace Hansard.Server.Moving;

/// <summary>Where a store is: the SQLite file of a data folder, or a schema of a PostgreSQL database. One of the two is null.</summary>
public sealed record StorePlace
{
    private const string Sqlite = "sqlite", Postgres = "postgres";

    private StorePlace(string? folder, string? connectionString) => (Folder, ConnectionString) = (folder, connectionString);

    public string? Folder { get; }

    public string? ConnectionString { get; }

    public static StorePlace InFolder(string folder) => new(Path.GetFullPath(folder), null);

    public static StorePlace InPostgres(string connectionString) => new(null, connectionString);

    /// <summary>The store of a server with these settings.</summary>
    public static StorePlace Of(ServerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Database is { } database ? InPostgres(database) : InFolder(settings.DataFolder);
    }

    /// <summary>
    /// Reads <c>sqlite</c> (in the data folder of <paramref name="settings"/>), <c>sqlite:FOLDER</c>, <c>postgres</c> (what <c>HANSARD_DB</c> names,
    /// so that a password need not stand on a command line) or an Npgsql connection string.
    /// </summary>
    public static Result<StorePlace> Parse(string where, ServerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(where);
        ArgumentNullException.ThrowIfNull(settings);
        if (where == Sqlite) return InFolder(settings.DataFolder);
        if (where.StartsWith(Sqlite + ":", StringComparison.Ordinal) && where.Length > Sqlite.Length + 1) return InFolder(where[(Sqlite.Length + 1)..]);
        if (where == Postgres) return settings.Database is { } database ? InPostgres(database) : Failure.Invalid("HANSARD_DB is not set, so 'postgres' names nothing.");
        try
        {
            PostgresConnections.Parse(where);
            return InPostgres(where);
        }
        catch (ArgumentException)
        {
            // What it says is not repeated: it may hold a password.
            return Failure.Invalid("A place is 'sqlite', 'sqlite:FOLDER', 'postgres' (what HANSARD_DB names) or a connection string such as 'Host=…;Database=…;Username=…'.");
        }
    }

    /// <summary>For people; without secrets.</summary>
    public override string ToString()
    {
        if (Folder is not null) return $"SQLite in {Folder}";
        NpgsqlConnectionStringBuilder database = new(ConnectionString);
        return $"PostgreSQL database {database.Database ?? database.Username} of {database.Host}:{database.Port}{(database.SearchPath is { } schema ? $", schema {schema}" : "")}";
    }
}
