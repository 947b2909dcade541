using System.Data;
using System.Data.Common;
using Hansard.Protocol;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>
/// A schema of a PostgreSQL database (14 or later): the first of the connection's search path. One server at a time writes to it, which an
/// advisory lock of its writing connection makes sure of.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    private readonly NpgsqlDataSource readers;
    private readonly PostgresSettings settings;
    private readonly ILogger log;
    private PostgresWriteConnection? writer;
    private CancellationToken stopping;

    private PostgresDatabase(PostgresWriteConnection writer, NpgsqlDataSource readers, PostgresSettings settings, ILogger log)
    {
        this.writer = writer;
        this.readers = readers;
        this.settings = settings;
        this.log = log;
    }

    /// <summary>Waits a while for a database that is starting; <c>conflict</c> where another server uses it.</summary>
    public static Result<Database> Open(string connectionString, PostgresSettings settings, ILogger log)
    {
        try
        {
            PostgresWriteConnection writer = new(PostgresConnections.Writer(connectionString, settings), settings, log);
            if (writer.Open() is { } refusal)
            {
                writer.Dispose();
                return refusal;
            }
            return new PostgresDatabase(writer, NpgsqlDataSource.Create(PostgresConnections.Readers(connectionString, settings)), settings, log);
        }
        catch (ArgumentException malformed)
        {
            return Failure.Invalid($"HANSARD_DB is no connection string: {malformed.Message}");
        }
    }

    public override int? QueriesAtOnce => settings.Readers;

    public override T Read<T>(Func<DbConnection, T> query)
    {
        Outage outage = new(log);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using NpgsqlConnection connection = readers.OpenConnection();
                using NpgsqlTransaction snapshot = connection.BeginTransaction(IsolationLevel.RepeatableRead);
                T result = query(connection);
                snapshot.Commit();
                outage.Over();
                return result;
            }
            catch (Exception failure) when (PostgresFailures.IsCollision(failure) && attempt < settings.Retries)
            {
                // Nothing was written; the next snapshot may be luckier.
            }
            catch (Exception failure) when (PostgresFailures.IsLost(failure))
            {
                if (outage.Lasted.TotalSeconds >= settings.OutageSeconds || stopping.IsCancellationRequested) throw new UnavailableException(failure);
                outage.Wait(failure, CancellationToken.None);
            }
        }
    }

    public override IWriteConnection OpenWriter(CancellationToken stopping)
    {
        PostgresWriteConnection opened = writer ?? throw new InvalidOperationException("There is one writer at a time.");
        opened.Stopping = stopping;
        this.stopping = stopping;
        writer = null;
        return opened;
    }

    public override void Dispose()
    {
        writer?.Dispose();
        readers.Dispose();
    }
}
