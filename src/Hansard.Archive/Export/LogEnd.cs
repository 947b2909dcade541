using Hansard.Archive.Search;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Export;

/// <summary>Where the first so many lines of a log end in the record's files.</summary>
internal static class LogEnd
{
    /// <returns>The number of a file, and the offset in it behind the last of them.</returns>
    public static (int File, long Offset) Of(RecordLayout layout, VerifierKey key, long size)
    {
        RecordFiles files = new(layout);
        long before = 0;
        for (var number = 0; ; number++)
        {
            var list = files.List();
            if (number >= list.Count) return (number, 0);
            var path = RecordLayout.ManifestOf(list[number]);
            if (files.IsClosed(list[number]) && Manifest.TryOpen(File.ReadAllBytes(path), key, out var manifest, out _) && manifest!.LogSize <= size)
            {
                before = manifest.LogSize;
                continue;
            }
            using var file = files.TryOpen(list, number);
            if (file is null)
            {
                number--;
                continue;
            }
            foreach (var (offset, line) in RecordFiles.Lines(file, 0))
                if (before++ == size) return (number, offset);
            return (number, long.MaxValue);
        }
    }
}
