using Hansard.Archive.Audit;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Retention;
using Hansard.Record.Verify;

namespace Hansard.Archive.Retention;

/// <summary>What a record's audit log has decided, for whoever removes lines by it: only where the log is whole, and says nothing that the rules do not allow.</summary>
internal sealed class DecidedNow(RecordLayout record, VerifierKey key, TimeProvider time)
{
    /// <summary>By which clocks may differ that look at one machine's time: a minute.</summary>
    private const long Tolerance = 60_000_000;

    private (long Entries, long At)? last;

    /// <summary>Null where nothing was decided yet, or nobody vouches for the audit log yet.</summary>
    /// <param name="fault">Why nothing may be removed, for people; null where something may.</param>
    public RetentionState? Read(AuditLog log, out string? fault, CancellationToken cancellation)
    {
        fault = null;
        if (!File.Exists(record.AuditAnchorFile)) return null;
        using var held = log.Hold();
        if (new RecordVerifier(record, key).RunAudit(cancellation) is not { } audit) return null;
        var now = LineTimes.Microseconds(time.GetUtcNow());
        var state = RetentionState.Empty;
        long entries = 0;
        foreach (var entry in AuditedEntry.All(record.Audit))
        {
            entries = entry.Number;
            state = RetentionFold.After(state, entry);
            // Its time was made up, so that a delay would be over sooner.
            if (last is { } before && entry.Number > before.Entries && entry.At < before.At - Tolerance)
                fault = $"Entry {entry.Number} of the audit log says that it is of {LineTimes.Rfc3339(entry.At)}, and it was not there at {LineTimes.Rfc3339(before.At)}.";
        }
        if (audit.Findings is [var finding, ..]) fault = $"The audit log does not verify: {finding}.";
        else if (state.Irregularities is [var irregular, ..]) fault = $"Entry {irregular.Entry} of the audit log is not allowed: {irregular.Reason}";
        // What was made up stays so.
        if (fault is null) last = (entries, now);
        return state.At(now);
    }
}
