using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Audit;

/// <summary>
/// The audit log beside a record. It is a record itself, so that whatever verifies, proves, witnesses and recovers the one does the other: an entry is a
/// line, its number takes the place of the journal's. Held only while an entry is written, since several processes do.
/// </summary>
public sealed class AuditLog(RecordLayout record, IRecordDisk disk, NoteSigner signer, TimeProvider time)
{
    /// <summary>How long to wait for other processes, each of which holds the log for one entry.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Adds entries, durable and in the published log when it returns.</summary>
    /// <exception cref="RecordInUseException">Another process has not let go of the log.</exception>
    /// <exception cref="RecordHaltedException">The disk refuses.</exception>
    /// <exception cref="RecordDamagedException">The log's files are not as they were left.</exception>
    public void Note(params IReadOnlyList<AuditEntry> entries)
    {
        using var held = Hold();
        foreach (var entry in entries) held.Draft(entry);
        held.Publish();
    }

    /// <summary>Keeps all others from writing until it is disposed, so that what an entry says can depend on those before it.</summary>
    /// <inheritdoc cref="Note" path="/exception"/>
    public HeldAuditLog Hold() => new(Open(), signer.Key.Name, time);

    /// <summary>What the log is now, for an anchor; the log is begun where there is none.</summary>
    /// <returns>With the checkpoint that says so.</returns>
    internal (AuditAnchor Now, byte[] Checkpoint) Measure(AuditEntry begun)
    {
        if (WholeFile.Read(disk, record.Audit.CheckpointFile) is null) Note(begun);
        var bytes = WholeFile.Read(disk, record.Audit.CheckpointFile)!;
        return Checkpoint.TryOpen(bytes, signer.Key, out var checkpoint, out var fault)
            ? (new AuditAnchor(signer.Key, checkpoint!.Size, checkpoint.Root), bytes)
            : throw new RecordDamagedException(record.Audit.CheckpointFile, 0, fault!);
    }

    private RecordLog Open()
    {
        var began = time.GetTimestamp();
        while (true)
        {
            RecordHold? hold = null;
            try
            {
                hold = RecordHold.Take(record.Audit, disk);
                return RecordLog.Open(hold, new LogSettings(signer, TimeZoneInfo.Utc.Id));
            }
            catch (RecordInUseException) when (time.GetElapsedTime(began) < Patience)
            {
                Thread.Sleep(Pause);
            }
            catch
            {
                hold?.Dispose();
                throw;
            }
        }
    }
}
