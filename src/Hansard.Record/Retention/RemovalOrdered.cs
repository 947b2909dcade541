using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Retention;

/// <summary>That lines are about to be removed from one closed file, written before they are.</summary>
/// <param name="File">Its name, without a folder.</param>
/// <param name="Policy">Name of the policy under which they are due.</param>
/// <param name="First">The smallest and the greatest number of their facts.</param>
/// <param name="Lines">See <see cref="RemovedLines"/>.</param>
/// <param name="Until">Time of the youngest of them, in microseconds since 1970.</param>
public sealed record RemovalOrdered(string File, string Policy, long First, long Last, long Count, Hash256 Lines, long Until)
{
    /// <summary>The members of its entry's body, in ordinal order.</summary>
    public IReadOnlyList<LineMember> Details =>
    [
        EntryBody.Number("count", Count), LineMember.Text("file", File), EntryBody.Number("first", First), EntryBody.Number("last", Last),
        LineMember.Text("lines_sha256", Lines.ToHex()), LineMember.Text("policy", Policy), LineMember.Text("until", LineTimes.Rfc3339(Until)),
    ];

    /// <summary>What stands in each removed line as its <c>rule</c>.</summary>
    public static string RuleOf(string policy, long entry) => string.Create(CultureInfo.InvariantCulture, $"{policy}#{entry}");

    /// <summary>The entry that a rule names; null where it names none.</summary>
    public static long? EntryOf(string rule) =>
        rule.LastIndexOf('#') is var at and > 0 && long.TryParse(rule.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var entry) ? entry : null;

    internal static RemovalOrdered? Read(AuditedEntry entry)
    {
        var body = entry.Body.Parse();
        if (!Hash256.TryFromHex(EntryBody.Text(body, "lines_sha256"), out var lines) || !LineTimes.TryReadRfc3339(EntryBody.Text(body, "until"), out var until)) return null;
        RemovalOrdered read = new(
            EntryBody.Text(body, "file"), EntryBody.Text(body, "policy"), EntryBody.Number(body, "first"), EntryBody.Number(body, "last"), EntryBody.Number(body, "count"), lines, until);
        return EntryBody.Of(read.Details) == entry.Body ? read : null;
    }
}

/// <summary>That an order was carried out.</summary>
/// <param name="Order">Number of its entry.</param>
public sealed record RemovalDone(long Order)
{
    public IReadOnlyList<LineMember> Details => [EntryBody.Number("order", Order)];

    internal static RemovalDone? Read(AuditedEntry entry)
    {
        RemovalDone read = new(EntryBody.Number(entry.Body.Parse(), "order"));
        return EntryBody.Of(read.Details) == entry.Body ? read : null;
    }
}

/// <summary>Counts and hashes a file's removed lines in their order: SHA-256 over the lower-case hex of each line's hash and a line feed.</summary>
public sealed class RemovedLines : IDisposable
{
    private readonly IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Count { get; private set; }

    public long First { get; private set; } = long.MaxValue;

    public long Last { get; private set; }

    public Hash256 Hash => new(sha256.GetCurrentHash());

    public void Add(long seq, Hash256 line)
    {
        sha256.AppendData(Encoding.ASCII.GetBytes(line.ToHex() + "\n"));
        (Count, First, Last) = (Count + 1, Math.Min(First, seq), Math.Max(Last, seq));
    }

    public void Dispose() => sha256.Dispose();
}
