using Hansard.Archive.Audit;
using Hansard.Record.Format;
using Hansard.Record.Retention;

namespace Hansard.Archive.Retention;

/// <summary>What became of a decision.</summary>
/// <param name="Entry">Of what was asked for; 0 where nothing was written.</param>
/// <param name="State">Of everything, afterwards.</param>
/// <param name="Fault">Why it may not be, for people; then nothing was written. Null where it may.</param>
public sealed record Decided(long Entry, RetentionState State, string? Fault)
{
    /// <summary>What it still waits for; null where it is in force.</summary>
    public Proposal? Pending => State.Pending.GetValueOrDefault(Entry);
}

/// <summary>
/// Writes decisions into a record's audit log, each under the log's lock and only after <see cref="RetentionFold"/> has allowed it, so that no irregular entry
/// comes from here and none is decided on what is no longer so.
/// </summary>
public sealed class DecisionLog(RecordLayout record, AuditLog log, TimeProvider time)
{
    private RetentionState folded = RetentionState.Empty;
    private int entries;

    /// <summary>What is decided now, as the files stand.</summary>
    public RetentionState Read() => Fold().At(Microseconds);

    private long Microseconds => LineTimes.Microseconds(time.GetUtcNow());

    /// <summary>Asks for a decision; where the same is pending already, an officer agrees to it instead.</summary>
    /// <param name="officer">Who signs it at once; null for nobody.</param>
    public Decided Ask(Decision decision, string by, OfficerKey? officer = null)
    {
        using var draft = DraftedDecisions.Begin(log, Fold, by);
        var same = draft.State.At(Microseconds).Pending.Values.FirstOrDefault(pending => pending.Decision == decision);
        if (same is not null && officer is not null) return Agree(draft, same.Number, officer);
        var entry = draft.Add(decision.Kind, decision.Details);
        if (officer is not null && draft.State.Pending.TryGetValue(entry, out var proposal) && proposal.EffectiveAt is null) return Agree(draft, entry, officer);
        return draft.Publish(entry);
    }

    /// <summary>Signs what is pending.</summary>
    public Decided Agree(long entry, string by, OfficerKey officer)
    {
        using var draft = DraftedDecisions.Begin(log, Fold, by);
        return Agree(draft, entry, officer);
    }

    /// <summary>Keeps what is pending from taking effect.</summary>
    public Decided Stop(long entry, string by)
    {
        using var draft = DraftedDecisions.Begin(log, Fold, by);
        draft.Add(DecisionKinds.Stopped, new Stop(entry).Details);
        return draft.Publish(entry);
    }

    /// <summary>
    /// Orders removals, durably when it returns, unless anything has taken effect since it was decided what is due: then null, and it is to be decided again.
    /// So whatever hold was placed before the orders stands in the way of them.
    /// </summary>
    /// <param name="version">Of the state under which it was decided.</param>
    /// <returns>The numbers of the orders' entries.</returns>
    internal IReadOnlyList<long>? Order(IReadOnlyList<RemovalOrdered> orders, int version, string by)
    {
        using var draft = DraftedDecisions.Begin(log, Fold, by);
        if (draft.State.At(Microseconds).Version != version) return null;
        long[] numbers = [.. orders.Select(order => draft.Add(DecisionKinds.RemovalOrdered, order.Details))];
        return draft.Publish(0).Fault is null ? numbers : null;
    }

    /// <summary>Says that orders were carried out.</summary>
    internal void Done(IEnumerable<long> orders, string by)
    {
        AuditEntry[] done = [.. orders.Select(order => new AuditEntry(DecisionKinds.RemovalDone, by, new RemovalDone(order).Details))];
        if (done.Length > 0) log.Note(done);
    }

    /// <summary>Goes on where it was: entries stay as they are.</summary>
    private RetentionState Fold()
    {
        foreach (var line in RecordReader.StoredLines(record.Audit).Skip(entries))
        {
            entries++;
            if (AuditedEntry.Of(line.Utf8) is { } entry) folded = RetentionFold.After(folded, entry);
        }
        return folded;
    }

    private Decided Agree(DraftedDecisions draft, long entry, OfficerKey officer)
    {
        var state = draft.State.At(Microseconds);
        if (!state.Pending.TryGetValue(entry, out var proposal)) return new Decided(0, state, $"Nothing that entry {entry} asks for is pending.");
        draft.Add(DecisionKinds.Agreed, officer.Agree(draft.Origin, proposal, Microseconds).Details);
        return draft.Publish(entry);
    }
}
