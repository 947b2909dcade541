using Npgsql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>The two kinds of connection: one that writes, and a pool that reads.</summary>
internal static class PostgresConnections
{
    /// <summary>Statements that a connection keeps prepared.</summary>
    private const int PreparedMaximum = 200;

    /// <summary>Seconds that a client waits longer for a statement than PostgreSQL works on it: it is then PostgreSQL that has not answered.</summary>
    private const int GraceSeconds = 15;

    /// <exception cref="ArgumentException">It is not a connection string, or names no host.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        NpgsqlConnectionStringBuilder builder = new(connectionString);
        return builder.Host is { Length: > 0 } ? builder : throw new ArgumentException("HANSARD_DB must name a Host.");
    }

    /// <summary>
    /// The writer's: unpooled, for the lock that it holds ends with it. PostgreSQL notices within half a minute when this machine is gone, so that the
    /// lock does not outlive it; and it commits durably whatever the cluster's default. Its statements join a few rows with many: by index.
    /// </summary>
    public static string Writer(string connectionString, PostgresSettings settings) => Common(connectionString, settings,
        "-c synchronous_commit=on -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c enable_hashjoin=off -c enable_mergejoin=off",
        builder => builder.Pooling = false);

    /// <summary>
    /// A plan that is kept for any value does not know how few rows a page is, so in a large store PostgreSQL would start other processes for it, or compile
    /// it: either takes many times as long as the page. What is read is a page or a list by index, and as many are read at once as there are connections.
    /// </summary>
    public static string Readers(string connectionString, PostgresSettings settings) => Common(connectionString, settings,
        "-c default_transaction_read_only=on -c max_parallel_workers_per_gather=0 -c jit=off",
        builder =>
        {
            builder.MaxPoolSize = settings.Readers;
            // What is prepared stays right, since nothing else of a session is changed.
            builder.NoResetOnClose = true;
        });

    /// <summary>For whole tables: unpooled, and whatever takes as long as it takes.</summary>
    public static string Bulk(string connectionString, string options)
    {
        NpgsqlConnectionStringBuilder builder = Parse(connectionString);
        builder.ApplicationName ??= "hansard";
        builder.Pooling = false;
        builder.CommandTimeout = 0;
        builder.Options = $"{builder.Options} {options} -c statement_timeout=0".Trim();
        return builder.ToString();
    }

    private static string Common(string connectionString, PostgresSettings settings, string options, Action<NpgsqlConnectionStringBuilder> more)
    {
        NpgsqlConnectionStringBuilder builder = Parse(connectionString);
        builder.ApplicationName ??= "hansard";
        builder.MaxAutoPrepare = PreparedMaximum;
        builder.AutoPrepareMinUsages = 2;
        builder.CommandTimeout = settings.StatementSeconds + GraceSeconds;
        builder.Options = $"{builder.Options} {options} -c statement_timeout={settings.StatementSeconds * 1_000}".Trim();
        more(builder);
        return builder.ToString();
    }
}
