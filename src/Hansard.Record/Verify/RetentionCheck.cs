using Hansard.Record.Format;
using Hansard.Record.Retention;

namespace Hansard.Record.Verify;

/// <summary>What a sound audit log decides about what leaves the record, as of the time of verifying.</summary>
/// <param name="Policies">In force.</param>
/// <param name="Holds">In force, and who placed them when.</param>
/// <param name="Officers">Their names.</param>
/// <param name="Pending">Decisions that have not taken effect.</param>
/// <param name="Orders">Removals that were ordered, so far.</param>
public sealed record DecidedRetention(IReadOnlyList<Policy> Policies, IReadOnlyList<HeldFound> Holds, IReadOnlyList<string> Officers, int Pending, int Orders);

/// <param name="Entry">Number of the entry that placed it.</param>
/// <param name="Placed">RFC 3339, UTC.</param>
public sealed record HeldFound(long Entry, string Name, string By, string Placed, string Reason);

/// <summary>Holds removed lines against the orders in the audit log, and the audit log against the rules.</summary>
internal static class RetentionCheck
{
    /// <param name="record">With an audit log that is sound.</param>
    public static DecidedRetention Run(RecordLayout record, IEnumerable<RemovalTally> files, long now, Findings findings)
    {
        var state = Fold(record, findings);
        foreach (var file in files) foreach (var group in file.ByRule)
            if (FaultOf(group, Path.GetFileName(file.Path), state) is { } fault)
                findings.Add(file.Path, group.Line, group.Lines.First, $"{group.Lines.Count} lines are removed by {Names.Shown(group.Rule)}, and {fault}");
        var decided = state.At(now);
        return new DecidedRetention(
            [.. decided.Policies.Values], [.. decided.Holds.Values.Select(hold => new HeldFound(hold.Number, hold.Terms.Name, hold.By, LineTimes.Rfc3339(hold.At), hold.Terms.Reason))],
            [.. decided.Officers.Keys], decided.Pending.Count, decided.Orders.Count);
    }

    private static RetentionState Fold(RecordLayout record, Findings findings)
    {
        var state = RetentionState.Empty;
        foreach (var line in RecordReader.StoredLines(record.Audit))
        {
            if (AuditedEntry.Of(line.Utf8) is not { } entry) continue;
            if (RetentionFold.FaultOf(state, entry) is { } fault) findings.Add(line.File, line.Number, entry.Number, $"this entry is not allowed: {fault}");
            state = RetentionFold.After(state, entry);
        }
        return state;
    }

    private static string? FaultOf(RemovalTally.Group group, string file, RetentionState state)
    {
        if (RemovalOrdered.EntryOf(group.Rule) is not { } entry || !state.Orders.TryGetValue(entry, out var known)) return "the audit log has no such order";
        var order = known.Order;
        return RemovalOrdered.RuleOf(order.Policy, entry) != group.Rule ? $"that order is of the policy {order.Policy}"
            : order.File != file ? $"that order is for {Names.Shown(order.File)}"
            : (order.Count, order.First, order.Last, order.Lines) != (group.Lines.Count, group.Lines.First, group.Lines.Last, group.Lines.Hash) ? "that order is for other lines"
            : null;
    }
}
