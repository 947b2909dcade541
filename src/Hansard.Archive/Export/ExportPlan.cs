using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Export;

/// <summary>What is to be exported, and where it goes.</summary>
/// <param name="Layout">Of the record.</param>
/// <param name="Key">Under which its checkpoint is signed.</param>
/// <param name="Out">A folder that does not exist, or is empty, or holds this very export unfinished.</param>
/// <param name="Selection">As canonical JSON: it stands in the manifest, and an unfinished export is gone on with only by the same.</param>
/// <param name="Checkpoint">What the record is when the export begins; its note is <paramref name="CheckpointNote"/>.</param>
public sealed record ExportPlan(RecordLayout Layout, VerifierKey Key, string Out, ExportFormat Format, string Selection, Checkpoint Checkpoint, byte[] CheckpointNote)
{
    /// <summary>Of the record as it is now.</summary>
    /// <exception cref="ExportRefusedException">It has no checkpoint that the key signed.</exception>
    public static ExportPlan Of(RecordLayout layout, VerifierKey key, string to, ExportFormat format, string selection)
    {
        if (!File.Exists(layout.CheckpointFile)) throw new ExportRefusedException("The record has no checkpoint by which its lines could be proved.");
        var note = File.ReadAllBytes(layout.CheckpointFile);
        return Checkpoint.TryOpen(note, key, out var checkpoint, out var fault)
            ? new ExportPlan(layout, key, to, format, selection, checkpoint!, note)
            : throw new ExportRefusedException($"The record's checkpoint proves nothing: {fault}.");
    }
}

/// <summary>How far an export is.</summary>
/// <param name="Lines">Selected so far.</param>
/// <param name="Shown">Of these, in files of the format so far.</param>
public readonly record struct ExportProgress(long Lines, long Shown);

/// <summary>What an export came to.</summary>
/// <param name="Resumed">An export that was interrupted was gone on with.</param>
/// <param name="Files">Of everything, the manifest and the list of files not counted.</param>
/// <param name="Undecryptable">Lines that could not be opened when they were recorded.</param>
/// <param name="MissingAttachments">Files that the record does not have, or not with the hash that their line names.</param>
public sealed record ExportResult(
    string Folder, ExportFormat Format, bool Resumed, long Lines, long Conversations, long Files, long Bytes, long Undecryptable, long Removed, long Attachments,
    long MissingAttachments, string Origin, long Size);

/// <summary>Nothing is exported there.</summary>
public sealed class ExportRefusedException(string message) : Exception(message);
