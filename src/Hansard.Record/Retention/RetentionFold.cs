using Hansard.Record.Format;

namespace Hansard.Record.Retention;

/// <summary>
/// From the entries of an audit log to what they decided. Pure, and the only place that knows the rules: whoever writes an entry asks it first, and an auditor
/// asks it again. An entry that it does not allow changes nothing.
/// </summary>
public static class RetentionFold
{
    /// <summary>What an audit log comes to; its files are read as they stand.</summary>
    public static RetentionState Of(RecordLayout audit) => AuditedEntry.All(audit).Aggregate(RetentionState.Empty, After);

    public static RetentionState After(RetentionState before, AuditedEntry entry)
    {
        var state = before.At(entry.At);
        return entry.Kind switch
        {
            DecisionKinds.PolicySet or DecisionKinds.PolicyWithdrawn or DecisionKinds.HoldPlaced or DecisionKinds.ReleaseAsked or DecisionKinds.OfficerAdded or DecisionKinds.OfficerRemoved =>
                Decision.Read(entry) is { } decision ? Asked(state, entry, decision) : Unreadable(state, entry),
            DecisionKinds.Agreed => Agreement.Read(entry) is { } agreement ? Agreed(state, entry, agreement) : Unreadable(state, entry),
            DecisionKinds.Stopped => Stop.Read(entry) is { } stop ? Stopped(state, entry, stop) : Unreadable(state, entry),
            DecisionKinds.RemovalOrdered => RemovalOrdered.Read(entry) is { } order ? Ordered(state, entry, order) : Unreadable(state, entry),
            DecisionKinds.RemovalDone => RemovalDone.Read(entry) is { } done ? Done(state, entry, done) : Unreadable(state, entry),
            _ => state,
        };
    }

    /// <summary>Why an entry is not allowed, for people; null where it is.</summary>
    public static string? FaultOf(RetentionState before, AuditedEntry entry) => After(before with { Irregularities = [], IrregularityCount = 0 }, entry).Irregularities.FirstOrDefault()?.Reason;

    private static RetentionState Asked(RetentionState state, AuditedEntry entry, Decision decision)
    {
        if (DecisionRules.FaultOf(decision, state) is { } fault) return state.Irregular(entry.Number, fault);
        if (state.Pending.Values.FirstOrDefault(pending => pending.Decision == decision) is { } same) return state.Irregular(entry.Number, $"Entry {same.Number} asks for it already.");
        var terms = DecisionRules.TermsOf(decision, state);
        if (terms == Terms.AtOnce) return DecisionRules.Apply(decision, entry.Number, entry.By, WithoutOlder(state, decision));
        Proposal proposal = new(entry.Number, decision, entry.By, state.Now, entry.Line, terms, [], terms.Signatures == 0 ? state.Now + terms.DelayMicroseconds : null);
        return state with { Pending = state.Pending.Add(proposal.Number, proposal) };
    }

    /// <summary>Whoever sets a policy longer means it: what was pending for the same policy does not come after all.</summary>
    private static RetentionState WithoutOlder(RetentionState state, Decision decision) => NameOf(decision) is { } name
        ? state with { Pending = state.Pending.RemoveRange(state.Pending.Values.Where(pending => NameOf(pending.Decision) == name).Select(pending => pending.Number)) }
        : state;

    private static string? NameOf(Decision decision) => decision switch
    {
        Decision.PolicySet set => set.Policy.Name,
        Decision.PolicyWithdrawn withdrawn => withdrawn.Name,
        _ => null,
    };

    private static RetentionState Agreed(RetentionState state, AuditedEntry entry, Agreement agreement)
    {
        if (!state.Pending.TryGetValue(agreement.Entry, out var proposal)) return state.Irregular(entry.Number, $"Nothing that entry {agreement.Entry} asks for is pending.");
        if (proposal.EffectiveAt is not null) return state.Irregular(entry.Number, "Nobody's signature is missing there.");
        if (!state.Officers.TryGetValue(agreement.Officer, out var officer)) return state.Irregular(entry.Number, $"There is no officer {Names.Shown(agreement.Officer)}.");
        // Who has left since he signed counts no more.
        var agreed = proposal.Agreed.RemoveAll(one => !state.Officers.ContainsValue(one));
        if (agreed.Contains(officer)) return state.Irregular(entry.Number, $"The officer {officer.Name} has signed already: it takes another one.");
        if (!agreement.IsSignedBy(officer, entry.Origin, proposal)) return state.Irregular(entry.Number, $"The officer {officer.Name} did not sign that.");
        if (agreement.Signed > entry.At || agreement.Signed < entry.At - Agreement.MaximumAge) return state.Irregular(entry.Number, "It was signed at another time than it was written.");
        agreed = agreed.Add(officer);
        proposal = proposal with { Agreed = agreed, EffectiveAt = agreed.Count == proposal.Terms.Signatures ? state.Now + proposal.Terms.DelayMicroseconds : null };
        return state with { Pending = state.Pending.SetItem(proposal.Number, proposal) };
    }

    private static RetentionState Stopped(RetentionState state, AuditedEntry entry, Stop stop) => state.Pending.ContainsKey(stop.Entry)
        ? state with { Pending = state.Pending.Remove(stop.Entry) }
        : state.Irregular(entry.Number, $"Nothing that entry {stop.Entry} asks for is pending.");

    private static RetentionState Ordered(RetentionState state, AuditedEntry entry, RemovalOrdered order) =>
        !state.Policies.TryGetValue(order.Policy, out var policy) ? state.Irregular(entry.Number, $"There is no policy {Names.Shown(order.Policy)}.")
        : policy.DueAt(order.Until) > state.Now ? state.Irregular(entry.Number, $"The policy {policy.Name} keeps lines of that time.")
        : order.Count < 1 || order.First < 1 || order.Last < order.First ? state.Irregular(entry.Number, "It orders nothing.")
        : state with { Orders = state.Orders.Add(entry.Number, new KnownOrder(order, false)) };

    private static RetentionState Done(RetentionState state, AuditedEntry entry, RemovalDone done) => state.Orders.TryGetValue(done.Order, out var known) && !known.IsDone
        ? state with { Orders = state.Orders.SetItem(done.Order, known with { IsDone = true }) }
        : state.Irregular(entry.Number, $"Entry {done.Order} ordered nothing that is open.");

    private static RetentionState Unreadable(RetentionState state, AuditedEntry entry) => state.Irregular(entry.Number, $"It is no {entry.Kind} as this version knows it.");
}
