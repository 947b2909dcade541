using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Hansard.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>
/// The SQLite file of a data folder: one connection that writes and a bounded pool that reads snapshots beside it (WAL). Every commit is on
/// disk before it returns (<c>synchronous=FULL</c>).
/// </summary>
internal sealed class SqliteDatabase : Database
{
    /// <summary>Idle reading connections that are kept; more are opened under load and closed after use.</summary>
    private const int IdleReadersMaximum = 8;

    private readonly string connectionString;
    private readonly ILogger log;
    private readonly ConcurrentBag<SqliteConnection> idleReaders = [];

    private SqliteDatabase(string path, ILogger log)
    {
        this.log = log;
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
    }

    public static SqliteDatabase Open(string path, ILogger log)
    {
        _ = NativeSqlite.Version;
        SqliteDatabase database = new(path, log);
        using SqliteConnection connection = database.Connect();
        Migrations.Apply(connection);
        return database;
    }

    public override T Read<T>(Func<DbConnection, T> query)
    {
        if (!idleReaders.TryTake(out SqliteConnection? connection)) connection = Connect();
        try
        {
            using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
            return query(connection);
        }
        finally
        {
            if (idleReaders.Count < IdleReadersMaximum) idleReaders.Add(connection);
            else connection.Dispose();
        }
    }

    public override IWriteConnection OpenWriter(CancellationToken stopping) => new SqliteWriteConnection(Connect(), new Checkpointer(Connect(), log), log);

    private SqliteConnection Connect()
    {
        SqliteConnection connection = new(connectionString);
        connection.Open();
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; PRAGMA temp_store = MEMORY;");
        return connection;
    }

    public override void Dispose()
    {
        while (idleReaders.TryTake(out SqliteConnection? reader)) reader.Dispose();
    }
}
