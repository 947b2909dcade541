using Hansard.Protocol;
using Hansard.Server.Fanout;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.CatchingUp;

/// <summary>
/// Notes each day how far every network has counted, and forgets changes that no cursor may ask for any more. Much goes in several batches,
/// others' work between them.
/// </summary>
internal sealed class ChangeKeeper : IDisposable
{
    /// <summary>Between two looks, in minutes.</summary>
    private const int LookMinutes = 60;

    /// <summary>Rows of each kind that one batch forgets.</summary>
    private const int StepMaximum = 1_000;
    private const long DayMilliseconds = 86_400_000;

    private readonly GroupCommit writer;
    private readonly NetworkDirectory networks;
    private readonly ITimer timer;

    public ChangeKeeper(GroupCommit writer, NetworkDirectory networks, TimeProvider time)
    {
        (this.writer, this.networks) = (writer, networks);
        timer = time.CreateTimer(_ => Look(), null, TimeSpan.FromMinutes(LookMinutes), TimeSpan.FromMinutes(LookMinutes));
        Look();
    }

    /// <summary>Queues a step for every network, if the writer has room for it; else the next look does.</summary>
    public void Look()
    {
        foreach (Network network in networks.All) writer.TryEnqueue(new AwaitedWork<bool>(batch => Step(batch, network)));
    }

    private bool Step(Batch batch, Network network)
    {
        long today = batch.NowMs / DayMilliseconds;
        ChangeAge.Note(batch.Sql, network, today, network.WritingHead.Changed);
        // The day itself may be noted at its end, so a whole one more is kept.
        long last = today - Limits.ChangesKeptDays - 1;
        if (ChangeAge.At(batch.Sql, network, last) is not { } through || ChangeAge.Forget(batch.Sql, network, last, through, StepMaximum)) return true;
        batch.Announce(new AfterCommit(() => writer.TryEnqueue(new AwaitedWork<bool>(next => Step(next, network)))));
        return false;
    }

    public void Dispose() => timer.Dispose();
}
