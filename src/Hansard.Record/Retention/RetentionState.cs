using System.Collections.Immutable;

namespace Hansard.Record.Retention;

/// <summary>An entry that the rules do not allow. It changed nothing.</summary>
/// <param name="Entry">Its number.</param>
public sealed record Irregularity(long Entry, string Reason);

/// <summary>An order as it stands in the audit log.</summary>
/// <param name="IsDone">An entry says that it was carried out.</param>
public sealed record KnownOrder(RemovalOrdered Order, bool IsDone);

/// <summary>What an audit log has decided about what leaves the record, as of a moment. Immutable; <see cref="RetentionFold"/> leads from one to the next.</summary>
public sealed record RetentionState
{
    /// <summary>Irregularities that are kept; further ones are counted.</summary>
    private const int KeptIrregularities = 100;

    /// <summary>Before the first entry.</summary>
    public static readonly RetentionState Empty = new();

    /// <summary>The latest time of any entry, in microseconds since 1970. A clock that was set back does not set it back.</summary>
    public long Now { get; internal init; }

    /// <summary>Grows whenever something takes effect: as long as it is the same, the same lines are due and the same are held.</summary>
    public int Version { get; internal init; }

    /// <summary>In force, by name.</summary>
    public ImmutableSortedDictionary<string, Policy> Policies { get; internal init; } = ImmutableSortedDictionary.Create<string, Policy>(StringComparer.Ordinal);

    /// <summary>In force, by the number of the entry that placed them.</summary>
    public ImmutableSortedDictionary<long, Hold> Holds { get; internal init; } = ImmutableSortedDictionary<long, Hold>.Empty;

    /// <summary>In force, by name.</summary>
    public ImmutableSortedDictionary<string, Officer> Officers { get; internal init; } = ImmutableSortedDictionary.Create<string, Officer>(StringComparer.Ordinal);

    /// <summary>What was asked for and is not yet in force, by number.</summary>
    public ImmutableSortedDictionary<long, Proposal> Pending { get; internal init; } = ImmutableSortedDictionary<long, Proposal>.Empty;

    /// <summary>What was ordered to be removed, by the number of the order's entry.</summary>
    public ImmutableSortedDictionary<long, KnownOrder> Orders { get; internal init; } = ImmutableSortedDictionary<long, KnownOrder>.Empty;

    /// <summary>The first hundred of them.</summary>
    public ImmutableList<Irregularity> Irregularities { get; internal init; } = [];

    public long IrregularityCount { get; internal init; }

    /// <summary>Officers that came freely, so far. Whoever leaves does not give such a place back.</summary>
    internal int Founders { get; init; }

    /// <summary>The pending release of a hold; null for none.</summary>
    public Proposal? ReleaseOf(long hold) => Pending.Values.FirstOrDefault(pending => pending.Decision is Decision.ReleaseAsked asked && asked.Hold == hold);

    /// <summary>What it is at a later moment, when more has taken effect. An earlier one changes nothing.</summary>
    /// <param name="now">Microseconds since 1970.</param>
    public RetentionState At(long now)
    {
        var state = now > Now ? this with { Now = now } : this;
        while (state.Pending.Values.Where(pending => pending.EffectiveAt <= state.Now).OrderBy(pending => pending.EffectiveAt).ThenBy(pending => pending.Number).FirstOrDefault() is { } due)
        {
            state = state with { Pending = state.Pending.Remove(due.Number) };
            // What was allowed when it was asked for may have become void since.
            if (DecisionRules.FaultOf(due.Decision, state) is null) state = DecisionRules.Apply(due.Decision, due.Number, due.By, state);
        }
        return state;
    }

    internal RetentionState Irregular(long entry, string reason) => this with
    {
        IrregularityCount = IrregularityCount + 1,
        Irregularities = Irregularities.Count < KeptIrregularities ? Irregularities.Add(new Irregularity(entry, reason)) : Irregularities,
    };
}
