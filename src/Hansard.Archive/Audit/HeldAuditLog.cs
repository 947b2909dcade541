using System.Security.Cryptography;
using Hansard.Archive.Log;
using Hansard.Record.Format;

namespace Hansard.Archive.Audit;

/// <summary>An audit log that nobody else writes. What is drafted stands there, all of it or nothing, when <see cref="Publish"/> returns.</summary>
/// <param name="origin">Of the audit log.</param>
public sealed class HeldAuditLog(RecordLog log, string origin, TimeProvider time) : IDisposable
{
    private const int SaltBytes = 16;

    private readonly List<RecordLine> drafts = [];

    public string Origin => origin;

    /// <summary>The entry as it will stand in its line, behind those that were drafted before.</summary>
    public RecordLine Draft(AuditEntry entry)
    {
        var (seq, chain) = drafts is [.., { Hansard: { } before }] ? (before.Position.Seq, before.Chain) : (log.LastSeq, log.Chain);
        var line = Line(entry, seq + 1, chain);
        drafts.Add(line);
        return line;
    }

    /// <summary>Writes what was drafted, durable and in the published log when it returns.</summary>
    /// <exception cref="RecordHaltedException">The disk refuses.</exception>
    public void Publish()
    {
        log.Append(drafts);
        drafts.Clear();
    }

    public void Dispose() => log.Dispose();

    private RecordLine Line(AuditEntry entry, long seq, string chain)
    {
        var micros = LineTimes.Microseconds(time.GetUtcNow());
        var fact = entry.Fact;
        HansardMember hansard = new(
            new LinePosition(seq), origin, null, entry.By, null, LineStatus.Captured, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltBytes)),
            JournalChain.Next(chain, seq, fact.Utf8.Span), [new LineMember("fact", fact)]);
        return new RecordLine(
            LineIds.OfFact(origin, "", seq), MessageType.Generic, micros, LineTimes.HumanTime(micros, TimeZoneInfo.Utc), entry.By, null, LineIds.OfGroup(origin, "", isDialog: false), [], hansard);
    }
}
