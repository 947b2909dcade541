using Hansard.Archive.Log;
using Hansard.Record.Format;

namespace Hansard.Archive.Retention;

/// <summary>
/// Lines that recovering from a power cut has kept aside: their facts were recorded again, so they tell nothing that the record does not. When a fact that they
/// tell leaves the record, the file that tells it goes as a whole: what is torn in it cannot be told apart.
/// </summary>
internal static class SetAsideLines
{
    public static void Forget(RecordLayout record, IRecordDisk disk, IEnumerable<LinePosition> leaving)
    {
        var files = disk.Files(record.LogFolder).Where(RecordRecovery.IsSetAside).ToArray();
        if (files.Length == 0) return;
        var facts = leaving.Select(line => line.Seq).ToHashSet();
        foreach (var file in files.Where(file => RecordReader.StoredLines(file).Any(line => LineEntry.TryOf(line.Utf8.Span, out var entry, out _, out _) && facts.Contains(entry.Position.Seq)))) disk.Remove(file);
        disk.SyncFolder(record.LogFolder);
    }
}
