using System.Net.Sockets;
using Npgsql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>What a failure of PostgreSQL means for what was asked of it (its manual, appendix A: error codes).</summary>
internal static class PostgresFailures
{
    /// <summary>The connection is gone, or the server is: the same may succeed on another connection, later.</summary>
    public static bool IsLost(Exception failure) => failure switch
    {
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" } => true,
        PostgresException refused => refused.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
        NpgsqlException { InnerException: null } => true,
        SocketException or IOException or ObjectDisposedException => true,
        _ => failure.InnerException is { } inner && IsLost(inner),
    };

    /// <summary>Another transaction was in the way: the same may succeed at once.</summary>
    public static bool IsCollision(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable }
        || (failure.InnerException is { } inner && IsCollision(inner));
}
