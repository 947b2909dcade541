using System.Text.Json;
using Hansard.Archive.Retention;
using Hansard.Cli.Output;
using Hansard.Cli.Terminal;
using Hansard.Record.Format;
using Hansard.Record.Retention;

namespace Hansard.Cli.Record.Retention;

/// <summary>A decision that has not taken effect.</summary>
/// <param name="Entry">By which it is agreed to and stopped.</param>
/// <param name="Asked">RFC 3339, UTC, like <paramref name="Effective"/>, which is null while signatures are missing.</param>
internal sealed record PendingView(long Entry, string Kind, string By, string Asked, string[] Agreed, int Missing, string? Effective, JsonElement Details)
{
    public static PendingView Of(Proposal pending) => new(
        pending.Number, pending.Decision.Kind, pending.By, LineTimes.Rfc3339(pending.AskedAt), [.. pending.Agreed.Select(officer => officer.Name)],
        pending.EffectiveAt is null ? pending.Terms.Signatures - pending.Agreed.Count : 0, pending.EffectiveAt is { } at ? LineTimes.Rfc3339(at) : null, Body(pending.Decision));

    public static PendingView[] Of(RetentionState state, params string[] kinds) => [.. state.Pending.Values.Where(pending => kinds.Length == 0 || kinds.Contains(pending.Decision.Kind)).Select(Of)];

    public string Text =>
        $"entry {Entry}  {Kind} {Plain.Line(Details.ToString())}, asked {Asked} by {Plain.Line(By)}; "
        + (Effective is null ? $"{Missing} more officers must sign{(Agreed.Length > 0 ? $" beside {string.Join(", ", Agreed)}" : "")}" : $"takes effect {Effective} unless it is stopped");

    private static JsonElement Body(Decision decision) => CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        foreach (var detail in decision.Details)
        {
            writer.Key(detail.Name);
            writer.Raw(detail.Value);
        }
        writer.EndObject();
    }).Parse();
}

/// <summary>What became of a decision.</summary>
/// <param name="Pending">Null where it is in force, or stopped.</param>
internal sealed record DecidedView(long Entry, PendingView? Pending)
{
    public static DecidedView Of(Decided decided) => new(decided.Entry, decided.Pending is { } pending ? PendingView.Of(pending) : null);

    public string Sentence(string folder) => Pending switch
    {
        null => $"Done: entry {Entry} of the audit log.",
        { Effective: { } at } => $"Entry {Entry} takes effect {at}, unless somebody stops it: {Screen.CommandName} record officer stop {folder} {Entry}",
        { Missing: var missing } => $"Entry {Entry} waits for the signatures of {missing} more officers: {Screen.CommandName} record officer agree {folder} {Entry} --key FILE",
    };
}

internal sealed record PolicyView(string Name, string Kind, int Days);

internal sealed record PolicyList(PolicyView[] Policies, PendingView[] Pending);

/// <param name="Entry">That placed it.</param>
/// <param name="Before">The first instant that is no longer meant.</param>
internal sealed record HoldView(
    string Name, long Entry, string By, string Placed, IReadOnlyList<string> Persons, IReadOnlyList<string> Conversations, string? From, string? Before, string Reason, int ReleaseHours, PendingView? Release)
{
    public static HoldView Of(Hold hold, RetentionState state) => new(
        hold.Terms.Name, hold.Number, hold.By, LineTimes.Rfc3339(hold.At), hold.Terms.Persons, hold.Terms.Conversations, Instant(hold.Terms.From), Instant(hold.Terms.Before), hold.Terms.Reason,
        hold.Terms.DelayHours, state.ReleaseOf(hold.Number) is { } release ? PendingView.Of(release) : null);

    public IEnumerable<string> Texts()
    {
        yield return $"{Name}  entry {Entry}, placed {Placed} by {Plain.Line(By)}: {Plain.Line(Reason)}";
        if (Persons.Count > 0) yield return $"    persons {Plain.Line(string.Join(", ", Persons))}";
        if (Conversations.Count > 0) yield return $"    conversations {Plain.Line(string.Join(", ", Conversations))}";
        if (From is not null || Before is not null) yield return $"    time {From ?? "any"} to before {Before ?? "any"}";
        yield return Release is { } release ? $"    being released: {release.Text}" : $"    released {ReleaseHours} hours after two officers have agreed";
    }

    private static string? Instant(long? microseconds) => microseconds is { } at ? LineTimes.Rfc3339(at) : null;
}

internal sealed record HoldList(HoldView[] Holds);

internal sealed record OfficerView(string Name, string PublicKeyHex);

internal sealed record OfficerList(OfficerView[] Officers, PendingView[] Pending);

/// <param name="Due">Lines that the next look removes.</param>
/// <param name="Held">Lines that it would, were it not for a hold.</param>
internal sealed record PolicyCount(string Policy, long Due, long Held);

/// <param name="Next">When lines may be due next, RFC 3339; null for never as things are.</param>
internal sealed record RetentionView(PolicyCount[] Policies, long Due, long Held, int Files, string? Next, long Irregularities);
