using Hansard.Record.Format;

namespace Hansard.Record.Retention;

/// <summary>Which lines a hold keeps: those that match everything that is given, and at least one thing is.</summary>
/// <param name="Persons">userIds, or names in any letter case; one of them is enough.</param>
/// <param name="Conversations"><c>vgroupid</c> or <c>hansard.conversation</c>; one of them is enough.</param>
/// <param name="From">The first instant, in microseconds since 1970; null for any.</param>
/// <param name="Before">The first instant that is no longer meant; null for any.</param>
/// <param name="DelayHours">From an agreed release until the hold ends.</param>
public sealed record HoldTerms(
    string Name, IReadOnlyList<string> Persons, IReadOnlyList<string> Conversations, long? From, long? Before, string Reason, int DelayHours)
{
    public const int DefaultDelayHours = 24;
    public const int MaximumDelayHours = 8_760;

    /// <summary>Of people, and of conversations.</summary>
    public const int MaximumNames = 100;

    /// <summary>In characters.</summary>
    public const int MaximumReason = 1_000;

    private const int MaximumName = 200;

    /// <summary>Why there can be no such hold, for people; null where there can.</summary>
    public string? Fault =>
        !Names.IsName(Name) ? Names.Rule
        : Persons.Count == 0 && Conversations.Count == 0 && From is null && Before is null ? "A hold names people, conversations or a time."
        : Persons.Count > MaximumNames || Conversations.Count > MaximumNames ? $"A hold names at most {MaximumNames} people and as many conversations."
        : Persons.Concat(Conversations).Any(name => string.IsNullOrWhiteSpace(name) || name.Length > MaximumName) ? $"A person or conversation is named with 1 to {MaximumName} characters."
        : From >= Before ? "The hold's time ends before it begins."
        : string.IsNullOrWhiteSpace(Reason) || Reason.Length > MaximumReason ? $"A hold has a reason of at most {MaximumReason} characters."
        : DelayHours is < 1 or > MaximumDelayHours ? $"A hold is released after 1 to {MaximumDelayHours} hours."
        : null;

    internal IReadOnlyList<LineMember> Details =>
    [
        .. Before is { } before ? [LineMember.Text("before", LineTimes.Rfc3339(before))] : (LineMember[])[],
        EntryBody.Texts("conversations", Conversations), EntryBody.Number("delay_hours", DelayHours),
        .. From is { } from ? [LineMember.Text("from", LineTimes.Rfc3339(from))] : (LineMember[])[],
        LineMember.Text("name", Name), EntryBody.Texts("persons", Persons), LineMember.Text("reason", Reason),
    ];

    public bool Equals(HoldTerms? other) => other is not null && EntryBody.Of(Details) == EntryBody.Of(other.Details);

    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);
}
