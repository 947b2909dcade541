namespace Hansard.Record.Retention;

/// <summary>Which lines a policy is about. Frozen by test.</summary>
public static class PolicyKinds
{
    /// <summary>Conversations of two people that cannot have more.</summary>
    public const string Dialog = "dialog";

    /// <summary>All others.</summary>
    public const string Room = "room";

    /// <summary>Facts of no conversation.</summary>
    public const string Network = "network";

    /// <summary>Whatever no policy of its own kind is about.</summary>
    public const string All = "all";

    /// <summary>The kinds that a line can be of.</summary>
    public static readonly IReadOnlyList<string> OfLines = [Dialog, Room, Network];
}

/// <summary>How long lines are kept: so many days of the journal's time. Without a policy they are kept for ever.</summary>
/// <param name="Name">Letters, digits, points, hyphens, underscores: it becomes part of removed lines.</param>
/// <param name="Kind">One of <see cref="PolicyKinds"/>.</param>
public sealed record Policy(string Name, string Kind, int Days)
{
    public const int MaximumDays = 36_500;

    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>When a line of that time is due, in microseconds since 1970.</summary>
    public long DueAt(long timestamp) => timestamp + Days * MicrosecondsPerDay;

    /// <summary>Which policy decides about lines of a kind: the most specific one; of several such the longest; null where they are kept for ever.</summary>
    public static Policy? For(string kind, IEnumerable<Policy> policies)
    {
        var all = policies.ToArray();
        return Longest(all, kind) ?? Longest(all, PolicyKinds.All);
    }

    /// <summary>Whether any line is kept less long after a change.</summary>
    public static bool Shortens(IEnumerable<Policy> before, IEnumerable<Policy> after) =>
        PolicyKinds.OfLines.Any(kind => (For(kind, after)?.Days ?? int.MaxValue) < (For(kind, before)?.Days ?? int.MaxValue));

    private static Policy? Longest(IEnumerable<Policy> policies, string kind) =>
        policies.Where(policy => policy.Kind == kind).OrderByDescending(policy => policy.Days).ThenBy(policy => policy.Name, StringComparer.Ordinal).FirstOrDefault();
}
