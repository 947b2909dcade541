using System.Text;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Shared;

namespace Hansard.Record.Retention;

/// <summary>An officer's word for one proposal. What he signs names the audit log, the entry by its number and by its hash, and the time, so that it says nothing about anything else.</summary>
/// <param name="Entry">Number of the proposal.</param>
/// <param name="Signed">When, in microseconds since 1970.</param>
/// <param name="Signature">Ed25519, 64 bytes in base64.</param>
public sealed record Agreement(long Entry, string Officer, long Signed, string Signature)
{
    /// <summary>From signing until the entry is written: the command does both at once.</summary>
    internal const long MaximumAge = 3_600_000_000;

    /// <summary>The members of its entry's body, in ordinal order.</summary>
    public IReadOnlyList<LineMember> Details =>
        [EntryBody.Number("entry", Entry), LineMember.Text("officer", Officer), LineMember.Text("signature", Signature), LineMember.Text("signed", LineTimes.Rfc3339(Signed))];

    /// <summary>What an officer signs.</summary>
    public static byte[] Text(string origin, Proposal proposal, string officer, long signed) => Encoding.UTF8.GetBytes(
        FormattableString.Invariant($"hansard-officer/1\n{origin}\nofficer {officer}\nagrees to {proposal.Number} {proposal.Decision.Kind}\nline {proposal.Line.ToHex()}\nsigned {LineTimes.Rfc3339(signed)}\n"));

    internal bool IsSignedBy(Officer officer, string origin, Proposal proposal) =>
        StrictBase64.TryDecode(Signature, out var signature) && Ed25519.Verify(Convert.FromHexString(officer.PublicKeyHex), Text(origin, proposal, Officer, Signed), signature);

    internal static Agreement? Read(AuditedEntry entry)
    {
        var body = entry.Body.Parse();
        if (!LineTimes.TryReadRfc3339(EntryBody.Text(body, "signed"), out var signed)) return null;
        Agreement read = new(EntryBody.Number(body, "entry"), EntryBody.Text(body, "officer"), signed, EntryBody.Text(body, "signature"));
        return EntryBody.Of(read.Details) == entry.Body ? read : null;
    }
}

/// <summary>Somebody's word against a proposal. It needs no signature: keeping is always allowed.</summary>
public sealed record Stop(long Entry)
{
    public IReadOnlyList<LineMember> Details => [EntryBody.Number("entry", Entry)];

    internal static Stop? Read(AuditedEntry entry)
    {
        Stop read = new(EntryBody.Number(entry.Body.Parse(), "entry"));
        return EntryBody.Of(read.Details) == entry.Body ? read : null;
    }
}
