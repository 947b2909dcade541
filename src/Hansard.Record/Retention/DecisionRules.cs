namespace Hansard.Record.Retention;

/// <summary>Which decisions are possible, what they take, and what they change. Pure.</summary>
internal static class DecisionRules
{
    /// <summary>From an agreed change that lets lines go, or of the officers, until it takes effect: 24 hours in which somebody can notice it and place a hold.</summary>
    public const long Delay = 24 * Hour;

    /// <summary>Officers who come without the signatures of others, because there are none yet; and how many it takes for what needs officers.</summary>
    public const int Founders = 2;

    private const long Hour = 3_600_000_000;

    private const int KeyDigits = 64;

    /// <summary>Why a decision cannot take effect as things are, for people; null where it can.</summary>
    public static string? FaultOf(Decision decision, RetentionState state) => decision switch
    {
        Decision.PolicySet set => FaultOf(set.Policy, state),
        Decision.PolicyWithdrawn withdrawn => state.Policies.ContainsKey(withdrawn.Name) ? null : $"There is no policy {Names.Shown(withdrawn.Name)}.",
        Decision.HoldPlaced placed => placed.Terms.Fault ?? (state.Holds.Values.Any(hold => hold.Terms.Name == placed.Terms.Name) ? $"There is a hold {placed.Terms.Name} already." : null),
        Decision.ReleaseAsked asked => !state.Holds.ContainsKey(asked.Hold) ? $"No hold was placed by entry {asked.Hold}, or it is released."
            : state.Officers.Count < Founders ? "A hold is released by two officers, and there are not as many."
            : null,
        Decision.OfficerAdded added => FaultOf(added.Officer, state),
        Decision.OfficerRemoved removed => !state.Officers.ContainsKey(removed.Name) ? $"There is no officer {Names.Shown(removed.Name)}."
            : state.Officers.Count <= Founders ? "Two officers must stay: add another one first."
            : null,
        _ => throw new InvalidOperationException($"no rule for {decision.Kind}"),
    };

    public static Terms TermsOf(Decision decision, RetentionState state) => decision switch
    {
        Decision.PolicySet or Decision.PolicyWithdrawn => Shortens(decision, state) ? new Terms(state.Officers.Count < Founders ? 0 : 1, Delay) : Terms.AtOnce,
        Decision.ReleaseAsked asked => new Terms(Founders, state.Holds[asked.Hold].Terms.DelayHours * Hour),
        Decision.OfficerAdded => state.Founders < Founders ? Terms.AtOnce : new Terms(Founders, Delay),
        Decision.OfficerRemoved => new Terms(Founders, Delay),
        _ => Terms.AtOnce,
    };

    /// <param name="entry">Number of the decision's entry.</param>
    public static RetentionState Apply(Decision decision, long entry, string by, RetentionState state) => (decision switch
    {
        Decision.PolicySet or Decision.PolicyWithdrawn => state with { Policies = state.Policies.Clear().AddRange(Changed(state.Policies.Values, decision).Select(policy => KeyValuePair.Create(policy.Name, policy))) },
        Decision.HoldPlaced placed => state with { Holds = state.Holds.Add(entry, new Hold(entry, placed.Terms, by, state.Now)) },
        Decision.ReleaseAsked asked => state with { Holds = state.Holds.Remove(asked.Hold) },
        Decision.OfficerAdded added => state with { Officers = state.Officers.Add(added.Officer.Name, added.Officer), Founders = state.Founders + 1 },
        Decision.OfficerRemoved removed => state with { Officers = state.Officers.Remove(removed.Name) },
        _ => throw new InvalidOperationException($"nothing changes by {decision.Kind}"),
    }) with { Version = state.Version + 1 };

    private static string? FaultOf(Policy policy, RetentionState state) =>
        !Names.IsName(policy.Name) ? Names.Rule
        : policy.Kind != PolicyKinds.All && !PolicyKinds.OfLines.Contains(policy.Kind) ? $"A policy is about {string.Join(", ", PolicyKinds.OfLines)} or {PolicyKinds.All}."
        : policy.Days is < 1 or > Policy.MaximumDays ? $"A policy keeps for 1 to {Policy.MaximumDays} days."
        : state.Policies.GetValueOrDefault(policy.Name) == policy ? "The policy says so already."
        : null;

    private static string? FaultOf(Officer officer, RetentionState state) =>
        !Names.IsName(officer.Name) ? Names.Rule
        : officer.PublicKeyHex.Length != KeyDigits || !officer.PublicKeyHex.All(char.IsAsciiHexDigitLower) ? "That is no public key of an officer."
        : state.Officers.ContainsKey(officer.Name) ? $"There is an officer {officer.Name} already."
        : state.Officers.Values.FirstOrDefault(known => known.PublicKeyHex == officer.PublicKeyHex) is { } same ? $"That is the key of the officer {same.Name}: one person cannot be two."
        : null;

    /// <summary>
    /// Whether any line is kept less long: as things are, and as they will be with what is pending. Else somebody could ask for a short policy that another one
    /// covers, and withdraw the cover when nobody has time left to notice.
    /// </summary>
    private static bool Shortens(Decision decision, RetentionState state)
    {
        var pending = state.Pending.Values.Select(one => one.Decision).Where(one => one is Decision.PolicySet or Decision.PolicyWithdrawn).ToArray();
        var futures = pending.Select(one => new[] { one }).Append([]).Append(pending);
        return futures.Any(future => Policy.Shortens(
            future.Aggregate(state.Policies.Values, Changed), future.Aggregate(Changed(state.Policies.Values, decision), Changed)));
    }

    private static IEnumerable<Policy> Changed(IEnumerable<Policy> policies, Decision decision) => decision switch
    {
        Decision.PolicySet set => [.. policies.Where(policy => policy.Name != set.Policy.Name), set.Policy],
        Decision.PolicyWithdrawn withdrawn => [.. policies.Where(policy => policy.Name != withdrawn.Name)],
        _ => policies,
    };
}
