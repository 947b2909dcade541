namespace Hansard.Record.Retention;

/// <summary>The kinds of entries of an audit log that decide what leaves the record. Frozen by test.</summary>
public static class DecisionKinds
{
    public const string PolicySet = "policy-set";
    public const string PolicyWithdrawn = "policy-withdrawn";
    public const string HoldPlaced = "hold-placed";
    public const string ReleaseAsked = "release-asked";
    public const string OfficerAdded = "officer-added";
    public const string OfficerRemoved = "officer-removed";

    /// <summary>An officer signs one of those above.</summary>
    public const string Agreed = "agreed";

    /// <summary>One of those above will not take effect.</summary>
    public const string Stopped = "stopped";

    /// <summary>Lines are about to be removed.</summary>
    public const string RemovalOrdered = "removal-ordered";

    /// <summary>They were.</summary>
    public const string RemovalDone = "removal-done";
}
