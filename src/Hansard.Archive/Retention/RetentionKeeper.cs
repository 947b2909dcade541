namespace Hansard.Archive.Retention;

/// <summary>
/// Removes what is due for as long as the record is being written, on a thread of its own: recording never waits for it, and goes on whatever keeps it from
/// removing. What that is, is told once.
/// </summary>
public sealed class RetentionKeeper : IDisposable
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly RetentionRound round;
    private readonly Action<string> say, alarm;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private string? told;

    /// <param name="say">Told in a sentence what was removed; called on the keeper's thread, like <paramref name="alarm"/>.</param>
    /// <param name="alarm">Told in a sentence why nothing is.</param>
    public RetentionKeeper(RetentionRound round, Action<string> say, Action<string> alarm, TimeProvider time)
    {
        (this.round, this.say, this.alarm, this.time) = (round, say, alarm, time);
        thread = new Thread(Keep) { IsBackground = true, Name = "record retention", Priority = ThreadPriority.BelowNormal };
        thread.Start();
    }

    /// <summary>Returns when the thread has ended.</summary>
    public void Dispose()
    {
        stop.Cancel();
        thread.Join();
        stop.Dispose();
    }

    private void Keep()
    {
        using ManualResetEventSlim next = new();
        using var clock = time.CreateTimer(_ => next.Set(), null, Pause, Pause);
        try
        {
            while (true)
            {
                Look();
                next.Wait(stop.Token);
                next.Reset();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What is due and still there is found by the next recorder.
        }
    }

    private void Look()
    {
        try
        {
            var result = round.Run(stop.Token);
            if (result.Lines > 0) say($"{result.Lines} lines were removed by {result.Orders} orders of the audit log.");
            Tell(result.Fault);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Tell($"Lines that are due stay: {e.Message}.");
        }
    }

    private void Tell(string? fault)
    {
        if (fault is not null && told != fault) alarm($"{fault} Recording goes on.");
        told = fault;
    }
}
