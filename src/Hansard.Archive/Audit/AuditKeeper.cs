namespace Hansard.Archive.Audit;

/// <summary>
/// Anchors the audit log for as long as the record is being written, on a thread of its own: recording never waits for it, and goes on whatever was done to
/// the audit log. What is wrong with it is told once.
/// </summary>
public sealed class AuditKeeper : IDisposable
{
    /// <summary>Between two looks. An entry that nobody has signed yet is not older than this, unless the recorder is down.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly AuditAnchoring anchoring;
    private readonly Action<string> alarm;
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private string? told;

    /// <param name="alarm">Told in a sentence what is wrong; called on the keeper's thread.</param>
    public AuditKeeper(AuditAnchoring anchoring, Action<string> alarm)
    {
        (this.anchoring, this.alarm) = (anchoring, alarm);
        thread = new Thread(Keep) { IsBackground = true, Name = "record audit" };
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
        do
        {
            try
            {
                anchoring.Renew();
                told = null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (told != e.Message) alarm($"The audit log is not anchored: {e.Message}. Recording goes on.");
                told = e.Message;
            }
        }
        while (!stop.Token.WaitHandle.WaitOne(Pause));
    }
}
