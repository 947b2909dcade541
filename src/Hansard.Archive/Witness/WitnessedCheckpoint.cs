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
        var kept = Read(layout);
        var seen = kept is not null && Cosignature.TimeOf(kept, witness) is not null && Checkpoint.TryParse(kept.Text, out var earlier) ? earlier!.Size : 0;
        var answer = await client.AskAsync(note!, new StoredLog(layout, checkpoint!).Tree(), seen, cancellation);
        if (answer.Signature is not { } signature) return answer;

        var before = kept?.Text == note!.Text ? kept : note;
        Keep(layout, before with { Signatures = [.. before.Signatures.Where(other => (other.Name, other.KeyId) != (signature.Name, signature.KeyId)), signature] });
        return answer;
    }

    private static SignedNote? Read(RecordLayout layout) =>
        File.Exists(layout.WitnessedFile) && SignedNote.TryParse(File.ReadAllBytes(layout.WitnessedFile), out var note) ? note : null;

    private static void Keep(RecordLayout layout, SignedNote note)
    {
        var disk = new PosixDisk();
        WholeFile.Put(disk, layout.WitnessedFile, note.ToUtf8());
        disk.SyncFolder(layout.LogFolder);
    }
}
