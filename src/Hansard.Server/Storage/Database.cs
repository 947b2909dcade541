using System.Data.Common;
using Hansard.Protocol;
using Hansard.Server.Moving;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage;

/// <summary>Where everything is stored: an engine that reads snapshots side by side, and writes on one connection.</summary>
internal abstract class Database : IDisposable
{
    /// <summary>Opens the store that the settings name, and brings its schema up to date. Only the holder of the folder's lock may ask.</summary>
    public static Result<Database> Open(ServerSettings settings, DataFolder folder, ILoggerFactory logs)
    {
        Result<Database> opened = settings.Database is { } connectionString
            ? PostgresDatabase.Open(connectionString, settings.Postgres, logs.CreateLogger<PostgresDatabase>())
            : SqliteDatabase.Open(folder.Database(), logs.CreateLogger<SqliteDatabase>());
        if (!opened.Succeeded || opened.Value.Read(UnfinishedMove.Problem) is not { } unfinished) return opened;
        opened.Value.Dispose();
        return unfinished;
    }

    /// <summary>
    /// Runs a query on a snapshot that sees every commit made before the call. It may run more than once where the engine asks for that, so
    /// it only reads.
    /// </summary>
    /// <exception cref="UnavailableException">The engine has not answered for too long.</exception>
    public abstract T Read<T>(Func<DbConnection, T> query);

    /// <summary>Queries that can run at the same time, each holding a thread; null where only the processor bounds them.</summary>
    public virtual int? QueriesAtOnce => null;

    /// <summary>The writing connection; there is one at a time.</summary>
    /// <param name="stopping">The server is to end: nothing lost is waited for any more.</param>
    public abstract IWriteConnection OpenWriter(CancellationToken stopping);

    public abstract void Dispose();
}
