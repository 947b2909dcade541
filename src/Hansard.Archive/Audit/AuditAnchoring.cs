using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Audit;

/// <summary>Signs with the record's key what the audit log is, whenever it has grown: from then on nobody changes those entries who has only the audit log's key.</summary>
/// <param name="signer">Of the record.</param>
/// <param name="keyFile">Of the audit log.</param>
/// <param name="by">Who begins the audit log, where it is not begun yet.</param>
public sealed class AuditAnchoring(RecordLayout record, IRecordDisk disk, NoteSigner signer, string keyFile, string by, TimeProvider time)
{
    /// <summary>Checkpoint of the audit log and anchor as this process last saw them to fit: while both are the same bytes there is nothing to verify again.</summary>
    private (byte[] Checkpoint, byte[] Anchor)? seen;

    /// <exception cref="RecordDamagedException">The audit log does not continue what was signed before: nothing is signed any more.</exception>
    /// <exception cref="IOException">The disk refuses, or another process does not let go of the audit log; the same call may be repeated.</exception>
    public void Renew()
    {
        var checkpoint = WholeFile.Read(disk, record.Audit.CheckpointFile);
        var anchor = WholeFile.Read(disk, record.AuditAnchorFile);
        if (seen is { } before)
        {
            // Neither is begun anew under the eyes of who has seen it.
            if (anchor is null) throw new RecordDamagedException(record.AuditAnchorFile, 0, "the signed state of the audit log is gone");
            if (checkpoint is null) throw new RecordDamagedException(record.Audit.CheckpointFile, 0, "the audit log is gone");
            if (checkpoint.AsSpan().SequenceEqual(before.Checkpoint) && anchor.AsSpan().SequenceEqual(before.Anchor)) return;
        }
        seen = Sign(anchor);
    }

    private (byte[] Checkpoint, byte[] Anchor) Sign(byte[]? anchor)
    {
        var auditSigner = AuditKey.FindOrMake(disk, keyFile, signer.Key);
        var last = Last(anchor, auditSigner.Key);
        // An audit log that was anchored and is gone is not begun anew.
        if (last is not null && disk.Length(record.Audit.CheckpointFile) is null) throw new RecordDamagedException(record.Audit.CheckpointFile, 0, "the audit log is gone");
        var (now, checkpoint) = new AuditLog(record, disk, auditSigner, time).Measure(new AuditEntry(AuditKinds.Begun, by, []));
        if (now == last) return (checkpoint, anchor!);
        if (last is not null && (now.Size < last.Size || RootAt(last.Size, now.Size) != last.Root))
            throw new RecordDamagedException(record.Audit.CheckpointFile, 0, $"the audit log is not the one that had {last.Size} entries");
        var note = signer.Note(now.Text).ToUtf8();
        WholeFile.Put(disk, record.AuditAnchorFile, note);
        disk.SyncFolder(record.LogFolder);
        return (checkpoint, note);
    }

    private AuditAnchor? Last(byte[]? bytes, VerifierKey auditKey)
    {
        if (bytes is null) return null;
        if (!AuditAnchor.TryOpen(bytes, signer.Key, out var last, out var fault)) throw new RecordDamagedException(record.AuditAnchorFile, 0, fault!);
        return last!.Key == auditKey ? last : throw new RecordDamagedException(keyFile, 0, "the audit log was written with another key");
    }

    private Hash256 RootAt(long size, long grown) => new TileTree(grown, tile => TreeLog.ReadTile(record.Audit, disk, tile)).RootAt(size);
}
