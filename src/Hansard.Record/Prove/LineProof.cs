using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;

namespace Hansard.Record.Prove;

/// <summary>What a proof was found to say.</summary>
/// <param name="Line">As it stands in the record, without its line feed.</param>
/// <param name="Index">In the log, from 0.</param>
/// <param name="Checkpoint">Which covers it.</param>
public sealed record ProvedLine(byte[] Line, LineEntry Entry, long Index, Checkpoint Checkpoint);

/// <summary>Proofs for single lines of a record: the line itself, its place in the log, and the signed checkpoint.</summary>
public static class LineProof
{
    /// <summary>Makes the proof of one line, and checks it. Null where the record has no such line, or not the one that was logged.</summary>
    /// <param name="fault">Why there is none, for people.</param>
    public static TlogProof? Make(RecordLayout layout, VerifierKey key, long seq, int part, int revision, out string? fault)
    {
        if (StoredLog.Open(layout, key, out fault) is not { } log) return null;
        if (Find(layout, seq, part, revision) is not var (line, index))
        {
            fault = $"the record has no line of seq {seq} part {part} revision {revision}";
            return null;
        }
        fault = index < log.Checkpoint.Size ? "the line is not the one that was logged" : "the line is not logged yet";
        if (index >= log.Checkpoint.Size) return null;
        var proof = new TlogProof(line, index, InclusionProof.Make(index, log.Checkpoint.Size, log.Tree().Subtree), File.ReadAllBytes(layout.CheckpointFile));
        return Check(proof, key, out _) is null ? null : proof;
    }

    /// <summary>What the proof shows under this key, null where it shows nothing.</summary>
    public static ProvedLine? Check(TlogProof proof, VerifierKey key, out string? fault)
    {
        if (!LineEntry.TryOf(proof.Extra, out var entry, out _, out fault)) return null;
        if (!Checkpoint.TryOpen(proof.CheckpointNote, key, out var checkpoint, out fault)) return null;
        fault = InclusionProof.Check(proof.Index, checkpoint!.Size, entry.Leaf, proof.Hashes, checkpoint.Root) ? null : "the line is not in the log that the checkpoint was signed for";
        return fault is null ? new ProvedLine(proof.Extra, entry, proof.Index, checkpoint) : null;
    }

    /// <summary>Looks through the whole record, for a completion may stand far behind its fact.</summary>
    private static (byte[] Line, long Index)? Find(RecordLayout layout, long seq, int part, int revision)
    {
        long index = 0;
        foreach (var line in RecordReader.StoredLines(layout))
        {
            if (LineEntry.TryOf(line.Utf8.Span, out var entry, out _, out _)
                && (entry.Position.Seq, entry.Position.Part, entry.Position.Revision) == (seq, part, revision)) return (line.Utf8.ToArray(), index);
            index++;
        }
        return null;
    }
}
