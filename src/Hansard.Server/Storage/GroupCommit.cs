using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage;

/// <summary>
/// The one writer. It decides work in memory while the batch before is committed, closes the batch when that commit is done, and answers
/// each item when its own commit is (decisions 0003 and 0009). A batch that fails is undone and tried again, more carefully, then item by item,
/// so that one failure harms no other; an expected refusal is a result, and what its handler wrote is committed.
/// </summary>
internal sealed partial class GroupCommit : IDisposable
{
    /// <summary>Items that may wait; beyond it requests are refused with <c>tooManyRequests</c>.</summary>
    public const int QueueMaximum = 20_000;

    /// <summary>Items in one transaction, so that no answer waits for an endless batch.</summary>
    public const int BatchMaximum = 2_000;

    /// <summary>How often an item is tried whose transaction is lost each time, as when it is what breaks the connection.</summary>
    private const int AttemptsMaximum = 3;

    private readonly Handoff<Work> queue = new(QueueMaximum);
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<Exception> broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IWriteConnection connection;
    private readonly Committer committer;
    private readonly Batch batch;
    private readonly Announcer announcer;
    private readonly ILogger log;
    private readonly Thread thread;

    /// <summary>Why nothing is tried any more: the database was away when the server was to end.</summary>
    private Exception? givenUp;

    public GroupCommit(Database database, JournalWriter journal, Announcer announcer, TimeProvider time, ILogger log)
    {
        this.announcer = announcer;
        this.log = log;
        connection = database.OpenWriter(stopping.Token);
        committer = new Committer(connection, announcer, queue.Poke);
        batch = new Batch(database, connection, committer, journal, time);
        thread = new Thread(Loop) { Name = "hansard-writer", IsBackground = true };
    }

    /// <summary>Transactions committed and the items in them since the start.</summary>
    public (long Batches, long Items) Committed => committer.Committed;

    /// <summary>Completes when the writer cannot go on at all, with the reason.</summary>
    public Task<Exception> Broken => broken.Task;

    public void Start() => thread.Start();

    /// <summary>Queues work; false where the queue is full or the writer is stopping.</summary>
    public bool TryEnqueue(Work work) => queue.TryAdd(work);

    /// <summary>Queues work of the server itself and waits for its commit.</summary>
    public Task<T> Run<T>(Func<Batch, T> run)
    {
        AwaitedWork<T> work = new(run);
        return queue.Add(work) ? work.Completion : throw new InvalidOperationException("The writer has stopped.");
    }

    private void Loop()
    {
        List<Work> taken = [];
        while (queue.TakeAll(ref taken))
        {
            for (int start = 0; start < taken.Count; start += BatchMaximum)
            {
                List<Work> next = taken.Slice(start, Math.Min(BatchMaximum, taken.Count - start));
                Prepare(next);
                foreach (Work item in next) Decide(item);
            }
            if (committer.IsIdle) Submit();
        }
        Submit();
        if (committer.TakeFailed() is { } failed) Recover(failed);
    }

    private void Prepare(List<Work> items)
    {
        try
        {
            batch.Conversations.Prepare(items);
        }
        catch (Exception failure)
        {
            // Each item looks up what it needs by itself too, and a failure has somebody to be told to then.
            NotPrepared(failure);
        }
    }

    private void Decide(Work item)
    {
        if (batch.Items.Count == BatchMaximum) Submit();
        try
        {
            batch.Run(item);
        }
        catch (Exception)
        {
            // Told apart below: the item itself, the batch before, or the connection.
            Recover(committer.TakeFailed());
        }
    }

    /// <summary>Hands the open batch to the committer, once that has done the one before.</summary>
    private void Submit()
    {
        if (committer.TakeFailed() is { } failed) Recover(failed);
        else if (batch.Items.Count > 0) committer.Submit(batch.Seal());
    }

    /// <summary>Undoes the open batch and the failed one before it, and does their items again.</summary>
    private void Recover((SealedBatch Batch, Exception Failure)? failed)
    {
        List<Work> items = [.. failed?.Batch.Items ?? [], .. batch.Items];
        batch.Undo();
        failed?.Batch.Undo();
        connection.Rollback();
        batch.Conversations.Careful = true;
        if (items.Count > BatchMaximum || TryTogether(items) is not null)
            foreach (Work item in items) DoAlone(item);
        batch.Conversations.Careful = false;
    }

    private void DoAlone(Work item)
    {
        int attempts = 0;
        while (TryTogether([item]) is { } failure)
        {
            bool passing = failure is UnavailableException or OperationCanceledException || (connection.IsPassing(failure) && ++attempts < AttemptsMaximum);
            if (passing && !stopping.IsCancellationRequested) continue;
            if (passing) GiveUp(failure);
            else WorkFailed(failure, item.GetType().Name);
            announcer.Tell([new Completed(item, failure)]);
            if (failure is TakenOverException) broken.TrySetResult(failure);
            return;
        }
    }

    private void GiveUp(Exception failure)
    {
        if (givenUp is null) EndsWithoutDatabase(failure.Message);
        givenUp = failure;
    }

    /// <summary>Null when the items are durable and handed on; otherwise everything is undone.</summary>
    private Exception? TryTogether(List<Work> items)
    {
        if (givenUp is not null) return givenUp;
        SealedBatch? closed = null;
        try
        {
            foreach (Work item in items) batch.Run(item);
            closed = batch.Seal();
            committer.CommitNow(closed);
            return null;
        }
        catch (Exception failure)
        {
            batch.Undo();
            closed?.Undo();
            connection.Rollback();
            return failure;
        }
    }

    /// <summary>Takes no more work, finishes what waits, and ends the threads.</summary>
    public void Dispose()
    {
        queue.Complete();
        stopping.Cancel();
        if (thread.IsAlive) thread.Join();
        committer.Dispose();
        connection.Dispose();
        stopping.Dispose();
    }

    [LoggerMessage(3, LogLevel.Information, "Conversations could not be looked up together")]
    private partial void NotPrepared(Exception failure);

    [LoggerMessage(1, LogLevel.Error, "A {Work} failed and was undone")]
    private partial void WorkFailed(Exception failure, string work);

    [LoggerMessage(2, LogLevel.Warning, "The server ends while its database is away; what it could not store is not answered: {Reason}")]
    private partial void EndsWithoutDatabase(string reason);
}
