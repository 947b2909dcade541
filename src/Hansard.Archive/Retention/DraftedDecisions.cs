using Hansard.Archive.Audit;
using Hansard.Record.Format;
using Hansard.Record.Retention;

namespace Hansard.Archive.Retention;

/// <summary>Entries that are about to be written together, and what the log comes to with them. One that is not allowed keeps all of them from being written.</summary>
internal sealed class DraftedDecisions : IDisposable
{
    private readonly HeldAuditLog held;
    private readonly RetentionState before;
    private readonly string by;
    private string? fault;

    private DraftedDecisions(HeldAuditLog held, RetentionState before, string by) => (this.held, this.before, this.by, State) = (held, before, by, before);

    public RetentionState State { get; private set; }

    public string Origin => held.Origin;

    /// <summary>Keeps all others from deciding until it is disposed, and finds out what is decided already.</summary>
    /// <param name="fold">Called when nobody else writes any more.</param>
    public static DraftedDecisions Begin(AuditLog log, Func<RetentionState> fold, string by)
    {
        var held = log.Hold();
        try
        {
            return new DraftedDecisions(held, fold(), by);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <returns>The entry's number.</returns>
    public long Add(string kind, IReadOnlyList<LineMember> details)
    {
        var entry = AuditedEntry.Of(held.Draft(new AuditEntry(kind, by, details)).ToUtf8())!;
        fault ??= RetentionFold.FaultOf(State, entry);
        State = RetentionFold.After(State, entry);
        return entry.Number;
    }

    public Decided Publish(long entry)
    {
        if (fault is not null) return new Decided(0, before, fault);
        held.Publish();
        return new Decided(entry, State, null);
    }

    public void Dispose() => held.Dispose();
}
