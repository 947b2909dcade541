using Hansard.Archive.Search;
using Hansard.Record.Format;

namespace Hansard.Archive.Export;

/// <summary>All lines of a record, one after the other, while a recorder may go on writing and closing files.</summary>
internal static class WholeRecord
{
    /// <param name="from">The first leaf that is wanted; those before it are passed over.</param>
    public static IEnumerable<SelectedLine> Lines(RecordLayout layout, long from)
    {
        RecordFiles files = new(layout);
        long leaf = 0;
        for (var number = 0; ; number++)
        {
            if (files.List() is var list && number >= list.Count) yield break;
            using var file = files.TryOpen(list, number);
            if (file is null)
            {
                number--;
                continue;
            }
            foreach (var (_, line) in RecordFiles.Lines(file, 0))
                if (leaf++ >= from) yield return new SelectedLine(leaf - 1, line);
        }
    }
}
