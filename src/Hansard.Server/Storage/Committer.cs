using Hansard.Server.Fanout;

namespace Hansard.Server.Storage;

/// <summary>
/// Brings one decided batch at a time to the disk, on a thread of its own, while the next is being decided; then hands it to the fan-out.
/// </summary>
internal sealed class Committer : IDisposable
{
    private readonly IWriteConnection connection;
    private readonly Announcer announcer;
    private readonly Action becameIdle;
    private readonly object gate = new();
    private readonly Thread thread;
    private SealedBatch? committing;
    private (SealedBatch Batch, Exception Failure)? failed;
    private long committedNumber;
    private bool stopping;

    /// <param name="becameIdle">Told on the committer's thread after each batch.</param>
    public Committer(IWriteConnection connection, Announcer announcer, Action becameIdle)
    {
        this.connection = connection;
        this.announcer = announcer;
        this.becameIdle = becameIdle;
        thread = new Thread(Loop) { Name = "hansard-commit", IsBackground = true };
        thread.Start();
    }

    /// <summary>The last batch that is on disk.</summary>
    public long CommittedNumber => Volatile.Read(ref committedNumber);

    public bool IsIdle
    {
        get
        {
            lock (gate) return committing is null;
        }
    }

    /// <summary>The batch on its way to the disk used SQL of its own.</summary>
    public bool CommittingSql
    {
        get
        {
            lock (gate) return committing is { UsedSql: true };
        }
    }

    /// <summary>Transactions committed and the items in them since the start.</summary>
    public (long Batches, long Items) Committed { get; private set; }

    /// <summary>Starts to commit a batch; only when idle, and when no failed batch waits to be taken.</summary>
    public void Submit(SealedBatch batch)
    {
        lock (gate)
        {
            if (committing is not null || failed is not null) throw new InvalidOperationException("The batch before it is not done.");
            committing = batch;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits until what was submitted is on disk.</summary>
    /// <exception cref="BatchFailedException">It could not be; see <see cref="TakeFailed"/>.</exception>
    public void UntilIdle()
    {
        lock (gate)
        {
            while (committing is not null) Monitor.Wait(gate);
            if (failed is { } failure) throw new BatchFailedException(failure.Failure);
        }
    }

    /// <summary>Waits for what was submitted; if it failed, gives it back once, to be undone and tried again.</summary>
    public (SealedBatch Batch, Exception Failure)? TakeFailed()
    {
        lock (gate)
        {
            while (committing is not null) Monitor.Wait(gate);
            (SealedBatch, Exception)? taken = failed;
            failed = null;
            return taken;
        }
    }

    /// <summary>Commits on the caller's thread; only when idle.</summary>
    public void CommitNow(SealedBatch batch)
    {
        connection.Commit(batch.Changes);
        batch.Publish();
        Volatile.Write(ref committedNumber, batch.Number);
        Committed = (Committed.Batches + 1, Committed.Items + batch.Items.Count);
        announcer.Tell(batch.Announcements);
    }

    private void Loop()
    {
        while (true)
        {
            SealedBatch batch;
            lock (gate)
            {
                while (committing is null && !stopping) Monitor.Wait(gate);
                if (committing is null) return;
                batch = committing;
            }
            Exception? failure = Try(batch);
            lock (gate)
            {
                if (failure is not null) failed = (batch, failure);
                committing = null;
                Monitor.PulseAll(gate);
            }
            becameIdle();
        }
    }

    private Exception? Try(SealedBatch batch)
    {
        try
        {
            CommitNow(batch);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    /// <summary>Finishes what was submitted and ends the thread.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.PulseAll(gate);
        }
        thread.Join();
    }
}

/// <summary>The batch before this one could not be committed, so this one was decided on what never happened.</summary>
internal sealed class BatchFailedException(Exception failure) : Exception("The batch before this one could not be committed.", failure);
