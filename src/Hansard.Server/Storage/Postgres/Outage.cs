using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage.Postgres;

/// <summary>Waiting for a database that does not answer: soon again at first, then less often; said once when it begins and once when it is over.</summary>
internal sealed partial class Outage(ILogger log)
{
    /// <summary>The first wait, in milliseconds; each is twice the last one, up to the longest.</summary>
    private const int ShortestWaitMilliseconds = 50;

    private const int LongestWaitMilliseconds = 2_000;

    private readonly Stopwatch lasted = new();
    private int wait = ShortestWaitMilliseconds;

    public TimeSpan Lasted => lasted.Elapsed;

    /// <summary>Waits before the next attempt.</summary>
    /// <exception cref="OperationCanceledException">The server is to end meanwhile.</exception>
    public void Wait(Exception failure, CancellationToken stopping)
    {
        if (!lasted.IsRunning)
        {
            lasted.Start();
            Lost(failure.Message);
        }
        // Not all of them at the same moment when it is back.
        int milliseconds = Random.Shared.Next(wait / 2, wait);
        wait = Math.Min(wait * 2, LongestWaitMilliseconds);
        if (stopping.WaitHandle.WaitOne(milliseconds)) throw new OperationCanceledException(stopping);
    }

    public void Over()
    {
        if (!lasted.IsRunning) return;
        Found(lasted.Elapsed.TotalSeconds);
        lasted.Reset();
        wait = ShortestWaitMilliseconds;
    }

    [LoggerMessage(1, LogLevel.Warning, "The database does not answer; waiting for it: {Reason}")]
    private partial void Lost(string reason);

    [LoggerMessage(2, LogLevel.Warning, "The database answers again after {Seconds:F1} s")]
    private partial void Found(double seconds);
}
