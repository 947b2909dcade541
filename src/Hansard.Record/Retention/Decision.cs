using System.Text.Json;
using Hansard.Record.Format;

namespace Hansard.Record.Retention;

/// <summary>Something that somebody wants to be so. Whether it may, with whose signatures and when, <see cref="DecisionRules"/> say.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>One of <see cref="DecisionKinds"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>The members of its entry's body, in ordinal order.</summary>
    public abstract IReadOnlyList<LineMember> Details { get; }

    public sealed record PolicySet(Policy Policy) : Decision
    {
        public override string Kind => DecisionKinds.PolicySet;

        public override IReadOnlyList<LineMember> Details => [EntryBody.Number("days", Policy.Days), LineMember.Text("kind", Policy.Kind), LineMember.Text("name", Policy.Name)];
    }

    public sealed record PolicyWithdrawn(string Name) : Decision
    {
        public override string Kind => DecisionKinds.PolicyWithdrawn;

        public override IReadOnlyList<LineMember> Details => [LineMember.Text("name", Name)];
    }

    public sealed record HoldPlaced(HoldTerms Terms) : Decision
    {
        public override string Kind => DecisionKinds.HoldPlaced;

        public override IReadOnlyList<LineMember> Details => Terms.Details;
    }

    /// <param name="Hold">Number of the entry that placed it.</param>
    public sealed record ReleaseAsked(long Hold) : Decision
    {
        public override string Kind => DecisionKinds.ReleaseAsked;

        public override IReadOnlyList<LineMember> Details => [EntryBody.Number("hold", Hold)];
    }

    public sealed record OfficerAdded(Officer Officer) : Decision
    {
        public override string Kind => DecisionKinds.OfficerAdded;

        public override IReadOnlyList<LineMember> Details => [LineMember.Text("name", Officer.Name), LineMember.Text("public_key", Officer.PublicKeyHex)];
    }

    public sealed record OfficerRemoved(string Name) : Decision
    {
        public override string Kind => DecisionKinds.OfficerRemoved;

        public override IReadOnlyList<LineMember> Details => [LineMember.Text("name", Name)];
    }

    /// <summary>Null for an entry that says no decision in the one form it has.</summary>
    internal static Decision? Read(AuditedEntry entry)
    {
        var body = entry.Body.Parse();
        Decision? read = entry.Kind switch
        {
            DecisionKinds.PolicySet => new PolicySet(new Policy(EntryBody.Text(body, "name"), EntryBody.Text(body, "kind"), (int)Math.Clamp(EntryBody.Number(body, "days"), -1, int.MaxValue))),
            DecisionKinds.PolicyWithdrawn => new PolicyWithdrawn(EntryBody.Text(body, "name")),
            DecisionKinds.HoldPlaced => ReadHold(body) is { } terms ? new HoldPlaced(terms) : null,
            DecisionKinds.ReleaseAsked => new ReleaseAsked(EntryBody.Number(body, "hold")),
            DecisionKinds.OfficerAdded => new OfficerAdded(new Officer(EntryBody.Text(body, "name"), EntryBody.Text(body, "public_key"))),
            DecisionKinds.OfficerRemoved => new OfficerRemoved(EntryBody.Text(body, "name")),
            _ => null,
        };
        // Whatever was misread, or says more than was read, does not come out the same again.
        return read is not null && EntryBody.Of(read.Details) == entry.Body ? read : null;
    }

    private static HoldTerms? ReadHold(JsonElement body)
    {
        if (!Instant(body, "from", out var from) || !Instant(body, "before", out var before)) return null;
        return new HoldTerms(
            EntryBody.Text(body, "name"), EntryBody.Texts(body, "persons"), EntryBody.Texts(body, "conversations"), from, before, EntryBody.Text(body, "reason"),
            (int)Math.Clamp(EntryBody.Number(body, "delay_hours"), -1, int.MaxValue));
    }

    private static bool Instant(JsonElement body, string name, out long? instant)
    {
        instant = null;
        if (EntryBody.OptionalText(body, name) is not { } text) return true;
        if (!LineTimes.TryReadRfc3339(text, out var read)) return false;
        instant = read;
        return true;
    }
}
