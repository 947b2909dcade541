using System.Security.Cryptography;
using System.Text;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Retention;
using Hansard.Shared;

namespace Hansard.Record.Tests.Retention;

/// <summary>An audit log that is written entry by entry, at whatever time, by whoever likes, and folded.</summary>
/// <param name="salt">In every line, so that no two logs have the same.</param>
internal sealed class AuditBook(string origin = "hansard/default/bot/audit", string salt = "")
{
    public const long Hour = 3_600_000_000;

    public const long Day = 24 * Hour;

    private long entries;

    public RetentionState State { get; private set; } = RetentionState.Empty;

    /// <summary>Of the next entry, in microseconds since 1970.</summary>
    public long Now { get; set; } = 1_767_225_600_000_000;

    /// <summary>Why the last entry was not allowed; null where it was.</summary>
    public string? Fault { get; private set; }

    public RetentionState Later => State.At(Now);

    /// <returns>The entry's number.</returns>
    public long Put(string kind, IEnumerable<LineMember> details)
    {
        var before = State.IrregularityCount;
        AuditedEntry entry = new(++entries, Now, "olga@desk", kind, Body(details), origin, Hash256.Of(Encoding.UTF8.GetBytes($"{origin} {entries} {salt}")));
        State = RetentionFold.After(State, entry);
        Fault = State.IrregularityCount > before ? State.Irregularities[^1].Reason : null;
        return entries;
    }

    public long Put(Decision decision) => Put(decision.Kind, decision.Details);

    public long Policy(string name, string kind, int days) => Put(new Decision.PolicySet(new Policy(name, kind, days)));

    public long Withdraw(string name) => Put(new Decision.PolicyWithdrawn(name));

    public long Hold(string name, int delayHours = HoldTerms.DefaultDelayHours) => Put(new Decision.HoldPlaced(new HoldTerms(name, ["anna"], [], null, null, "case 7", delayHours)));

    public long Release(long hold) => Put(new Decision.ReleaseAsked(hold));

    public long Officer(string name, string? key = null) => Put(new Decision.OfficerAdded(new Officer(name, PublicKey(key ?? name))));

    public long Dismiss(string name) => Put(new Decision.OfficerRemoved(name));

    public long Stop(long entry) => Put(DecisionKinds.Stopped, new Stop(entry).Details);

    public long Agree(long entry, string officer, string? key = null, long? signed = null, string? signedOrigin = null, Proposal? over = null) =>
        Put(DecisionKinds.Agreed, Signed(entry, officer, key, signed, signedOrigin, over).Details);

    public Agreement Signed(long entry, string officer, string? key = null, long? signed = null, string? signedOrigin = null, Proposal? over = null)
    {
        var at = signed ?? Now;
        var text = Agreement.Text(signedOrigin ?? origin, over ?? State.Pending[entry], officer, at);
        return new Agreement(entry, officer, at, Convert.ToBase64String(Ed25519.Sign(Seed(key ?? officer), text)));
    }

    /// <summary>Officers who came freely, and a hold.</summary>
    /// <returns>The number of the hold's entry.</returns>
    public long Founded(params string[] officers)
    {
        foreach (var officer in officers) Officer(officer);
        return Hold("case-7");
    }

    private static CanonicalJson Body(IEnumerable<LineMember> details) => CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        foreach (var detail in details)
        {
            writer.Key(detail.Name);
            writer.Raw(detail.Value);
        }
        writer.EndObject();
    });

    private static byte[] Seed(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    private static string PublicKey(string name) => Convert.ToHexStringLower(Ed25519.PublicKey(Seed(name)));
}
