using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;

namespace Hansard.Archive.Witness;

/// <summary>The newest checkpoint of a record that witnesses have signed, kept beside the log. The recorder may run meanwhile: it writes other files.</summary>
public static class WitnessedCheckpoint
{
    /// <summary>Has the present checkpoint signed and keeps it with the signature.</summary>
    /// <exception cref="InvalidDataException">The record has no checkpoint under this key.</exception>
    /// <exception cref="HttpRequestException">The witness cannot be reached.</exception>
    public static async Task<WitnessAnswer> AskAsync(
        RecordLayout layout, VerifierKey key, VerifierKey witness, WitnessClient client, CancellationToken cancellation = default)
    {
        // The note is read first: the tiles of its size stay, whatever is logged meanwhile.
        var bytes = await File.ReadAllBytesAsync(layout.CheckpointFile, cancellation);
        if (!Checkpoint.TryOpen(bytes, key, out var checkpoint, out var fault) || !SignedNote.TryParse(bytes, out var note)) throw new InvalidDataException($"{layout.CheckpointFile}: {fault}");
        var answer = await client.AskAsync(note!, new StoredLog(layout, checkpoint!).Tree(), Seen(layout, witness), cancellation);
        if (answer.Signature is { } signature) Keep(layout, note!, [signature], [witness]);
        return answer;
    }

    /// <summary>The size that a witness has signed last, as far as is known here; 0 for none.</summary>
    internal static long Seen(RecordLayout layout, VerifierKey witness) =>
        Read(layout) is { } kept && Cosignature.TimeOf(kept, witness) is not null && Checkpoint.TryParse(kept.Text, out var checkpoint) ? checkpoint!.Size : 0;

    /// <summary>Keeps a checkpoint with what witnesses have signed, unless fewer of them have signed it than the one that is kept: then that one shows more.</summary>
    internal static void Keep(RecordLayout layout, SignedNote note, IReadOnlyList<NoteSignature> signatures, IReadOnlyList<VerifierKey> witnesses)
    {
        var kept = Read(layout);
        var before = kept?.Text == note.Text ? kept : note;
        var signed = before with { Signatures = [.. before.Signatures.Where(other => !signatures.Any(one => (one.Name, one.KeyId) == (other.Name, other.KeyId))), .. signatures] };
        if (kept is null || Count(signed) >= Count(kept)) Put(layout, signed);

        int Count(SignedNote one) => witnesses.Count(witness => Cosignature.TimeOf(one, witness) is not null);
    }

    private static SignedNote? Read(RecordLayout layout) =>
        File.Exists(layout.WitnessedFile) && SignedNote.TryParse(File.ReadAllBytes(layout.WitnessedFile), out var note) ? note : null;

    private static void Put(RecordLayout layout, SignedNote note)
    {
        var disk = new PosixDisk();
        WholeFile.Put(disk, layout.WitnessedFile, note.ToUtf8());
        disk.SyncFolder(layout.LogFolder);
    }
}
