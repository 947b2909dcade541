using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.CatchingUp;

/// <summary>
/// The messages of one conversation whose counters moved of late. They are stored in one row that grows, a new one each minute: as rows, the
/// receipts of a large group would soon be more than its messages. Owned by the writer's thread.
/// </summary>
internal sealed class ReceiptWindow
{
    /// <summary>A row that is older takes no more, in microseconds.</summary>
    private const long WindowMicroseconds = 60_000_000;

    /// <summary>Ranges of a row that takes no more: it is written anew with each batch, so it must stay small.</summary>
    private const int RangesMaximum = 32;

    private List<long>? waiting;
    private RangeSet? ordinals;
    private long id, openedAt;

    /// <summary>The number of the last change.</summary>
    public long Changed { get; private set; }

    /// <summary>Notes a message; true for the first one since <see cref="Close"/>.</summary>
    public bool Add(long ordinal)
    {
        (waiting ??= []).Add(ordinal);
        return waiting.Count == 1;
    }

    /// <summary>The row that covers what was noted: a new one, or the last one with more in it.</summary>
    public ReceiptChangeRow Close(Network network, long conversationId, long changed, long now)
    {
        Changed = changed;
        if (ordinals is null || now - openedAt > WindowMicroseconds || ordinals.Ranges.Count >= RangesMaximum)
            (ordinals, id, openedAt) = (new RangeSet(), ChangeStore.Id(network, changed), now);
        foreach (long ordinal in waiting!) ordinals.Add(ordinal);
        waiting.Clear();
        return new ReceiptChangeRow(id, conversationId, changed, ordinals.ToBytes());
    }
}
