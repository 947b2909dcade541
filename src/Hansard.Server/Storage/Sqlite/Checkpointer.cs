using Hansard.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>
/// Moves committed pages from SQLite's write-ahead log into the database file beside the writer. Done by the commit that happens to fill the
/// log, as SQLite does by itself, it holds up everybody who waits for that commit for tens of milliseconds. Durability does not hang on it:
/// a commit is flushed in the log before it is answered.
/// </summary>
internal sealed partial class Checkpointer : IDisposable
{
    /// <summary>Least time between two rounds, so that pages that change again and again are copied once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Frames in the log (4 KiB each: 64 MiB) at which the writer finishes a round itself: only when nothing is written meanwhile can the log
    /// begin anew instead of growing. Little is left to copy then.
    /// </summary>
    private const long RestartFrames = 16_384;

    private readonly SqliteConnection connection;
    private readonly ILogger log;
    private readonly AutoResetEvent committed = new(false);
    private readonly ManualResetEventSlim stopping = new(false);
    private readonly Thread thread;
    private volatile bool restartDue;

    public Checkpointer(SqliteConnection connection, ILogger log)
    {
        this.connection = connection;
        this.log = log;
        thread = new Thread(Loop) { Name = "hansard-checkpoint", IsBackground = true };
        thread.Start();
    }

    /// <summary>Tells that there is something to move. True when the writer is to finish the round before its next batch.</summary>
    public bool Committed()
    {
        committed.Set();
        return restartDue;
    }

    /// <summary>The writer has finished a round; the log begins anew with its next batch.</summary>
    public void Restarted() => restartDue = false;

    private void Loop()
    {
        using Statement round = new(connection.Handle!, "PRAGMA wal_checkpoint(PASSIVE)");
        while (true)
        {
            committed.WaitOne();
            if (stopping.IsSet) return;
            try
            {
                if (round.Step() && round.Int64(1) > RestartFrames) restartDue = true;
                round.Reset();
            }
            catch (SqliteException failure)
            {
                // The pages stay in the log, where every reader finds them; the next round tries again.
                RoundFailed(failure);
            }
            stopping.Wait(Pause);
        }
    }

    public void Dispose()
    {
        stopping.Set();
        committed.Set();
        thread.Join();
        connection.Dispose();
        committed.Dispose();
        stopping.Dispose();
    }

    [LoggerMessage(1, LogLevel.Warning, "The database's log could not be moved into its file; it grows until it can")]
    private partial void RoundFailed(Exception failure);
}
