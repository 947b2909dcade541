using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Shared;

namespace Hansard.Archive.Audit;

/// <summary>
/// The key under which a record's audit log is written: a seed in a file that only the record's account may read, without a passphrase, because whoever
/// searches the record must not need the recorder's keys. What it has signed once is anchored by the recorder (<see cref="AuditAnchor"/>).
/// </summary>
public static class AuditKey
{
    /// <summary>In the folder of the recorder's keys.</summary>
    public const string FileName = "audit-key";

    /// <summary>Null where there is none.</summary>
    /// <param name="record">Of the record that is audited.</param>
    /// <exception cref="RecordDamagedException">The file holds something else.</exception>
    public static NoteSigner? Find(IRecordDisk disk, string file, VerifierKey record)
    {
        if (WholeFile.Read(disk, file) is not { } seed) return null;
        if (seed.Length != Ed25519.SeedBytes) throw new RecordDamagedException(file, seed.Length, "this is no key of an audit log");
        return new NoteSigner(VerifierKey.OfLog(AuditAnchor.OriginOf(record), Ed25519.PublicKey(seed)), text => Ed25519.Sign(seed, text));
    }

    /// <summary>Makes it where there is none.</summary>
    public static NoteSigner FindOrMake(IRecordDisk disk, string file, VerifierKey record)
    {
        if (Find(disk, file, record) is { } kept) return kept;
        disk.CreateFolder(Path.GetDirectoryName(file)!);
        WholeFile.Put(disk, file, Ed25519.NewSeed());
        disk.SyncFolder(Path.GetDirectoryName(file)!);
        return Find(disk, file, record)!;
    }
}
