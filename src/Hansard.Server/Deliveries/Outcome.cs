namespace Hansard.Server.Deliveries;

internal enum OutcomeKind
{
    Done,
    Idle,
    Rest,
    Refused,
    Failed,
}

/// <summary>What one try of a delivery came to.</summary>
/// <param name="Reason">For the log, so it holds nothing of what was delivered or to whom.</param>
/// <param name="After">How long to wait at least before the next try, or before the load comes round again.</param>
internal readonly record struct Outcome(OutcomeKind Kind, string? Reason = null, TimeSpan? After = null)
{
    /// <summary>The other side has it.</summary>
    public static readonly Outcome Done = new(OutcomeKind.Done);

    /// <summary>Nothing had to be delivered any more; that says nothing of the other side.</summary>
    public static readonly Outcome Idle = new(OutcomeKind.Idle);

    /// <summary>Nothing had to be delivered this time; the load comes round again after a while.</summary>
    public static Outcome IdleFor(TimeSpan after) => new(OutcomeKind.Idle, null, after);

    /// <summary>The other side has it, and the load comes round again after a while.</summary>
    public static Outcome Rest(TimeSpan after) => new(OutcomeKind.Rest, null, after);

    /// <summary>The other side is well and will never take it.</summary>
    public static Outcome Refused(string reason) => new(OutcomeKind.Refused, reason);

    /// <summary>The other side is not well, or has too much to do; try again.</summary>
    public static Outcome Failed(string reason, TimeSpan? after = null) => new(OutcomeKind.Failed, reason, after);
}
