using Dapper;
using Hansard.Server.Moving;
using Hansard.Server.Storage.Postgres;
using Npgsql;

namespace Hansard.Server.Checks;

/// <summary>The database that <c>HANSARD_DB</c> names, seen on one connection that may only read.</summary>
internal static class PostgresChecks
{
    private const string Subject = "database";
    private const int ConnectSeconds = 10;

    /// <summary>Connections beside those that read: the writer's, a command's, a person's.</summary>
    private const int OtherConnections = 5;

    private sealed record Holder(string Application, string? Address, DateTime Since);

    public static IEnumerable<Finding> Of(ServerSettings settings, FolderChecks folder)
    {
        List<Finding> findings = [];
        try
        {
            NpgsqlConnectionStringBuilder builder = new(PostgresConnections.Bulk(settings.Database!, "-c default_transaction_read_only=on")) { Timeout = ConnectSeconds, CommandTimeout = ConnectSeconds };
            using NpgsqlConnection sql = new(builder.ToString());
            sql.Open();
            findings.Add(Finding.Ok(Subject, $"PostgreSQL {sql.PostgreSqlVersion} answers."));
            findings.AddRange(Durability(sql));
            findings.AddRange(Connections(sql, settings));
            findings.AddRange(Schema(sql, folder));
        }
        catch (ArgumentException)
        {
            findings.Add(Finding.Error(Subject, "HANSARD_DB is no connection string, or names no Host.", "Such as: Host=db1;Database=hansard;Username=hansard"));
        }
        catch (NpgsqlException unreachable)
        {
            findings.Add(Finding.Error(Subject, unreachable.Message, "Correct HANSARD_DB, or see to the database."));
        }
        return findings;
    }

    private static IEnumerable<Finding> Durability(NpgsqlConnection sql)
    {
        foreach (string name in (string[])["fsync", "full_page_writes"])
        {
            string value = sql.ExecuteScalar<string>($"SHOW {name}")!;
            yield return value == "on" ? Finding.Ok(name, value) : Finding.Warning(name, $"{value}: what was answered does not survive a loss of power.", $"Set {name} = on in postgresql.conf.");
        }
        yield return Finding.Ok("synchronous_commit", $"{sql.ExecuteScalar<string>("SHOW synchronous_commit")} here; the server commits with on.");
    }

    private static IEnumerable<Finding> Connections(NpgsqlConnection sql, ServerSettings settings)
    {
        int maximum = sql.ExecuteScalar<int>("SELECT current_setting('max_connections')::int"), needed = settings.Postgres.Readers + OtherConnections;
        yield return maximum >= needed
            ? Finding.Ok("connections", $"{maximum} at most; the server uses up to {needed}.")
            : Finding.Warning("connections", $"{maximum} at most, and the server uses up to {needed}.", "Raise max_connections or lower HANSARD_DB_READERS.");
    }

    private static List<Finding> Schema(NpgsqlConnection sql, FolderChecks folder)
    {
        string? schema = sql.ExecuteScalar<string>("SELECT current_schema()");
        // A missing one is made at the start, which alone asks for the rest.
        if (schema is null && new NpgsqlConnectionStringBuilder(sql.ConnectionString).SearchPath is { } path) return [Finding.Ok("schema", $"{path} is not there; the first start makes it.")];
        if (PostgresSchema.Problem(sql) is { } problem) return [Finding.Error(Subject, problem)];
        List<Finding> findings = [Lock(sql, folder)];
        if (!sql.ExecuteScalar<bool>("SELECT has_schema_privilege(current_schema(), 'CREATE')"))
            findings.Add(Finding.Error("schema", $"The user may make nothing in {schema}.", $"GRANT CREATE ON SCHEMA {schema} TO the user of HANSARD_DB, or let him own one."));
        if (UnfinishedMove.HasTable(sql, "schema_version")) findings.AddRange(StoreChecks.Of(sql, folder));
        else findings.Add(Finding.Ok("schema", $"{schema} is empty; the first start fills it."));
        return findings;
    }

    private static Finding Lock(NpgsqlConnection sql, FolderChecks folder)
    {
        Holder? holder = sql.QueryFirstOrDefault<Holder>("""
            SELECT a.application_name AS Application, a.client_addr::text AS Address, a.backend_start AS Since
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.classid::bigint = hashtext('hansard')::bigint & 4294967295 AND l.objid::bigint = hashtext(current_schema())::bigint & 4294967295
            """);
        if (holder is null) return Finding.Ok("writer's lock", "free: no server works on the schema.");
        string says = $"held by {holder.Application} from {holder.Address ?? "this machine"} since {holder.Since:u}.";
        return folder.InUse ? Finding.Ok("writer's lock", says) : Finding.Warning("writer's lock", says, "It is not a server of this data folder: no other can start until it ends.");
    }
}
