using Hansard.Record.Format;

namespace Hansard.Archive.Search;

/// <summary>
/// Keeps an index behind its record while that is being written, on a thread of its own: it reads the sealed lines from the files as anybody would,
/// so recording never waits for it, however far behind it is. What stops it is told once and tried again.
/// </summary>
public sealed class IndexKeeper : IDisposable
{
    /// <summary>Between two looks at the record: lines that come one by one are indexed in groups.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>After a refusal of the disk.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(10);

    /// <summary>After so long a folder's time tells all its changes apart, on any file system.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly RecordLayout layout;
    private readonly string folder;
    private readonly Action<string> alarm;
    private readonly Action<CaughtUp>? caughtUp;
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private string? told;
    private (byte[] Checkpoint, DateTime Folder)? seen;

    /// <param name="alarm">Told in a sentence what went wrong, or had to be made again; called on the keeper's thread.</param>
    /// <param name="caughtUp">Told after each look at the record that found something new; on the keeper's thread.</param>
    public IndexKeeper(RecordLayout layout, string folder, Action<string> alarm, Action<CaughtUp>? caughtUp = null)
    {
        (this.layout, this.folder, this.alarm, this.caughtUp) = (layout, folder, alarm, caughtUp);
        thread = new Thread(Keep) { IsBackground = true, Name = "record index", Priority = ThreadPriority.BelowNormal };
        thread.Start();
    }

    /// <summary>Returns when the thread has ended; what was not indexed yet is next time.</summary>
    public void Dispose()
    {
        stop.Cancel();
        thread.Join();
        stop.Dispose();
    }

    private void Keep()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var index = RecordIndex.Open(layout, folder);
                while (!stop.IsCancellationRequested)
                {
                    if (IsNew()) Tell(index.CatchUp(cancellation: stop.Token));
                    stop.Token.WaitHandle.WaitOne(Pause);
                }
            }
            // Whatever it is, a defect of ours too: an exception that leaves this thread would end the recorder.
            catch (Exception e)
            {
                AlarmOnce($"The index is not kept up to date: {e.Message}. Recording goes on.");
                seen = null;
                stop.Token.WaitHandle.WaitOne(LongPause);
            }
        }
    }

    /// <summary>Whether the record may have changed since the last look: a checkpoint follows every line, and a new name every closed or rewritten file.</summary>
    private bool IsNew()
    {
        if (!File.Exists(layout.CheckpointFile)) return false;
        var now = (File.ReadAllBytes(layout.CheckpointFile), Directory.GetLastWriteTimeUtc(layout.MessagesFolder));
        if (seen is { } before && before.Folder == now.Item2 && before.Checkpoint.AsSpan().SequenceEqual(now.Item1)) return false;
        // Two changes in quick succession may bear one time: what is that fresh is looked at once more.
        seen = DateTime.UtcNow - now.Item2 > Settled ? now : null;
        return true;
    }

    private void Tell(CaughtUp done)
    {
        foreach (var repair in done.Repairs) alarm(repair);
        caughtUp?.Invoke(done);
        if (!done.IsElsewhere)
        {
            told = null;
            return;
        }
        // Whoever searched while no recorder ran still has it; it is free when he is done.
        seen = null;
    }

    private void AlarmOnce(string sentence)
    {
        if (told == sentence) return;
        told = sentence;
        alarm(sentence);
    }
}
