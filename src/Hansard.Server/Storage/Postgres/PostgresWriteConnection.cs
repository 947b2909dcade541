using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>
/// Writes a batch as one statement per table, all of them in one round trip, which PostgreSQL takes as one transaction. A lost connection is
/// waited out, and whether a commit in progress happened is then read from the number that each batch leaves.
/// </summary>
internal sealed class PostgresWriteConnection(string connectionString, PostgresSettings settings, ILogger log) : IWriteConnection
{
    /// <summary>How long a start waits for a database that is starting too, in seconds.</summary>
    private const int StartSeconds = 30;

    private readonly Partitions partitions = new();
    private NpgsqlConnection connection = new(connectionString);
    private NpgsqlTransaction? transaction;
    private long lastBatch;
    private bool takenOver;

    /// <summary>Ends the waiting for a lost database.</summary>
    public CancellationToken Stopping { get; set; }

    /// <summary>Connects for the first time and brings the schema up to date; a refusal says what to do.</summary>
    public Failure? Open()
    {
        Outage outage = new(log);
        while (true)
        {
            try
            {
                connection.Open();
                outage.Over();
                PostgresSchema.Make(connection);
                if (!PostgresSchema.TryLock(connection)) return Failure.Conflict($"Another Hansard server works on the database {connection.Database} of {connection.Host}. Stop it first: there is one writer.");
                if (PostgresSchema.Problem(connection) is { } problem) return Failure.Invalid(problem);
                Migrations.Apply(connection);
                lastBatch = LastBatch();
                return null;
            }
            catch (NpgsqlException failure) when (PostgresFailures.IsLost(failure) && outage.Lasted.TotalSeconds < StartSeconds)
            {
                outage.Wait(failure, Stopping);
                Replace();
            }
            catch (NpgsqlException failure)
            {
                return Failure.Invalid($"The database {connection.Database} of {connection.Host} cannot be used: {failure.Message}");
            }
        }
    }

    public DbConnection Begin()
    {
        if (takenOver) throw new TakenOverException();
        transaction = connection.BeginTransaction();
        return connection;
    }

    public void Write(Changes changes)
    {
        using NpgsqlBatch batch = new(connection, transaction);
        Add(batch, changes);
        if (batch.BatchCommands.Count > 0) Execute(batch);
    }

    public void Commit(Changes last)
    {
        if (takenOver) throw new TakenOverException();
        Outage outage = new(log);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                Send(last);
                lastBatch++;
                partitions.Committed();
                outage.Over();
                return;
            }
            catch (Exception failure) when (PostgresFailures.IsLost(failure))
            {
                bool repeatable = transaction is null;
                Reconnect(failure, outage);
                if (LastBatch() == lastBatch + 1)
                {
                    lastBatch++;
                    partitions.Committed();
                    return;
                }
                AssertMine();
                if (!repeatable) throw;
            }
            catch (Exception failure) when (transaction is null && PostgresFailures.IsCollision(failure) && attempt < settings.Retries)
            {
                // The same rows again.
            }
        }
    }

    private void Send(Changes last)
    {
        using NpgsqlBatch batch = new(connection, transaction);
        Add(batch, last);
        batch.BatchCommands.Add(PostgresRows.Command("UPDATE batches SET last = $1", PostgresRows.Value(lastBatch + 1)));
        Execute(batch);
        if (transaction is null) return;
        transaction.Commit();
        transaction.Dispose();
        transaction = null;
    }

    private void Add(NpgsqlBatch batch, Changes changes)
    {
        partitions.AddMissing(connection, batch, changes);
        PostgresRows.Add(batch, changes);
    }

    private static void Execute(NpgsqlBatch batch)
    {
        using NpgsqlDataReader outcomes = batch.ExecuteReader();
        while (outcomes.NextResult())
        {
            // Each statement's outcome is looked at: an error of any of them is thrown here.
        }
    }

    public void Rollback()
    {
        partitions.Undone();
        try
        {
            transaction?.Rollback();
            transaction?.Dispose();
            transaction = null;
            if (connection.State == System.Data.ConnectionState.Open) return;
        }
        catch (Exception failure) when (PostgresFailures.IsLost(failure) || failure is InvalidOperationException)
        {
            // What was never committed is gone with its connection.
        }
        try
        {
            Reconnect(new IOException("The connection was lost."), new Outage(log));
            AssertMine();
        }
        catch (Exception failure) when (failure is OperationCanceledException or TakenOverException)
        {
            // There is nothing to undo; whatever comes next fails by itself, and says why.
        }
    }

    public bool IsPassing(Exception failure) => failure is not TakenOverException && (PostgresFailures.IsLost(failure) || PostgresFailures.IsCollision(failure));

    /// <summary>
    /// A new connection with the lock, however long that takes. The lock is free only when PostgreSQL has ended the lost connection, so whatever that
    /// was committing is decided by then.
    /// </summary>
    private void Reconnect(Exception failure, Outage outage)
    {
        transaction = null;
        while (true)
        {
            outage.Wait(failure, Stopping);
            try
            {
                Replace();
                connection.Open();
                if (!PostgresSchema.TryLock(connection))
                {
                    failure = new IOException("another connection holds the lock of the writer");
                    continue;
                }
                outage.Over();
                return;
            }
            catch (NpgsqlException again)
            {
                failure = again;
            }
        }
    }

    private void Replace()
    {
        partitions.Undone();
        connection.Dispose();
        connection = new NpgsqlConnection(connectionString);
    }

    private long LastBatch() => connection.ExecuteScalar<long>("SELECT last FROM batches");

    private void AssertMine()
    {
        takenOver |= LastBatch() != lastBatch;
        if (takenOver) throw new TakenOverException();
    }

    public void Dispose() => connection.Dispose();
}
