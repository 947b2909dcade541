using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Retention;

/// <summary>
/// The last fact says how far the record has come and where in the journal that is, and a removed line says it no more. So something must be recorded
/// behind a file, and covered by a checkpoint, before lines leave it.
/// </summary>
internal static class RecordEnd
{
    public static bool IsBehind(RecordLayout record, IRecordDisk disk, VerifierKey key, Manifest manifest)
    {
        var files = record.InOrder(disk.Files(record.MessagesFolder));
        if (files.Any(file => record.IsClosedFile(file) && string.CompareOrdinal(Path.GetFileName(file), manifest.File) > 0 && disk.Length(RecordLayout.ManifestOf(file)) is not null)) return true;
        if (!files.Contains(record.CurrentFile)) return false;
        if (WholeFile.Read(disk, record.CheckpointFile) is not { } bytes || !Checkpoint.TryOpen(bytes, key, out var checkpoint, out _)) return false;
        var logged = checkpoint!.Size - manifest.LogSize;
        foreach (var line in RecordReader.StoredLines(record.CurrentFile))
        {
            if (logged-- <= 0) return false;
            if (LineEntry.TryOf(line.Utf8.Span, out var entry, out _, out _) && entry.Position.Revision == 0) return true;
        }
        return false;
    }
}
