using Hansard.Protocol;
using Hansard.Server.Networks;

namespace Hansard.Server.Storage;

/// <summary>
/// Something that changes state. <see cref="Run"/> happens on the writer's thread inside the batch's transaction and may be repeated from
/// the start in a transaction of its own when another item of the batch failed; <see cref="Finish"/> happens once, after the commit, in
/// the order of the queue.
/// </summary>
internal abstract class Work
{
    /// <summary>The conversation that <see cref="Run"/> will look at first, so that those of many items are looked up together; null for none.</summary>
    public virtual (Network Network, ConversationUuid Uuid)? Needs => null;

    public abstract void Run(Batch batch);

    /// <summary>The work is durable (null), or it is undone and <paramref name="failure"/> says why.</summary>
    public abstract void Finish(Exception? failure);
}

/// <summary>Work with a result that somebody awaits.</summary>
internal sealed class AwaitedWork<T>(Func<Batch, T> run) : Work
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Completion => completion.Task;

    public override void Run(Batch batch) => result = run(batch);

    public override void Finish(Exception? failure)
    {
        if (failure is null) completion.SetResult(result!);
        else completion.SetException(failure);
    }
}
