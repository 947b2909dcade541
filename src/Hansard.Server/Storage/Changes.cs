using Hansard.Server.CatchingUp;
using Hansard.Server.Journal;
using Hansard.Server.Messages;

namespace Hansard.Server.Storage;

/// <summary>A message's counters as they are now, and the number of the change that made them so.</summary>
internal readonly record struct CounterRow(long MessageId, long Readed, long Delivered, long Changed);

/// <summary>A member's receipts as they are now; the sets as <see cref="RangeSet.ToBytes"/> writes them.</summary>
internal readonly record struct ReceiptsRow(long ConversationId, long UserKey, byte[] ReadSet, byte[] DeliveredSet, long CountableRead);

/// <summary>A fact, numbered and hashed; the ciphertext that travels beside it, if any.</summary>
internal readonly record struct FactRow(long Id, long? ConversationId, long? SessionKeyId, byte[] Json, string? Iv, string? Body);

/// <summary>
/// What a batch has decided on the hot path and not written yet. Nobody changes the rows any more, so they may be written on another thread
/// while the next batch is being decided.
/// </summary>
internal sealed class Changes
{
    public List<MessageRow> Messages { get; } = [];

    public List<CounterRow> Counters { get; } = [];

    public List<ReceiptsRow> Receipts { get; } = [];

    public List<FactRow> Facts { get; } = [];

    public List<ConversationChangeRow> ConversationChanges { get; } = [];

    /// <summary>New rows, and rows of before that now cover more.</summary>
    public List<ReceiptChangeRow> ReceiptChanges { get; } = [];

    public List<Growth> Heads { get; } = [];

    public bool IsEmpty => Messages.Count + Counters.Count + Receipts.Count + Facts.Count + ConversationChanges.Count + ReceiptChanges.Count + Heads.Count == 0;
}
