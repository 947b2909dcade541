using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Verify;

/// <summary>Verifies the audit log beside a record: as a record, under the key that the record's own key vouches for, and as the continuation of what that key last saw.</summary>
internal static class AuditCheck
{
    /// <param name="findings">Of the anchor; those of the log itself are in the result.</param>
    /// <returns>Null where there is no audit log, or none whose key is vouched for.</returns>
    public static Verification? Run(RecordLayout record, VerifierKey key, Findings findings, CancellationToken cancellation)
    {
        var isThere = File.Exists(record.Audit.CheckpointFile) || Directory.Exists(record.Audit.MessagesFolder);
        if (!File.Exists(record.AuditAnchorFile))
        {
            if (isThere) findings.Add(record.AuditAnchorFile, 1, 0, "the file is missing, and without it nothing vouches for the audit log");
            return null;
        }
        if (!AuditAnchor.TryOpen(File.ReadAllBytes(record.AuditAnchorFile), key, out var anchor, out var fault))
        {
            findings.Add(record.AuditAnchorFile, 1, 0, fault!);
            return null;
        }
        var found = new RecordVerifier(record.Audit, anchor!.Key).Run(cancellation);
        if (found.IsSound && StoredLog.Open(record.Audit, anchor.Key, out _) is { } log && FaultOf(anchor, log) is { } other)
            findings.Add(record.Audit.CheckpointFile, 1, 0, other);
        return found;
    }

    private static string? FaultOf(AuditAnchor anchor, StoredLog log) =>
        log.Checkpoint.Size < anchor.Size ? $"the recorder has seen {anchor.Size} entries, and there are {log.Checkpoint.Size}: the audit log was set back"
        : log.Tree().RootAt(anchor.Size) != anchor.Root ? "the recorder has seen another audit log"
        : null;
}
