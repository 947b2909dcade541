using Hansard.Archive.Search;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Export;

/// <summary>Answers an export from a record and its index.</summary>
public static class IndexedSource
{
    /// <param name="index">Brought up to date; it belongs to the export as long as that runs.</param>
    public static ExportSource Of(RecordLayout layout, VerifierKey key, RecordIndex index, Selection selection)
    {
        (long Size, (int, long) End) known = (-1, default);
        LaterLines? later = null;
        return new ExportSource(
            // Everything is everything: also lines that were removed, and what stood there before a line was completed.
            from => selection == Selection.Everything ? WholeRecord.Lines(layout, from) : Selected(layout, key, index, selection, from), About,
            (conversation, seq) => RoomAt(index, conversation, seq));

        IEnumerable<ReadOnlyMemory<byte>> About(AskedMessage message, long size)
        {
            foreach (var place in (later ??= index.LaterLines()).About(message.Id, message.Position, message.Status))
            {
                // Where the log ended when the export began is asked for only where there is something to be asked.
                if (known.Size != size) known = (size, LogEnd.Of(layout, key, size));
                if ((place.File, place.Offset).CompareTo(known.End) < 0) yield return index.ReadBytes(place);
            }
        }
    }

    /// <summary>The index finds lines in the order of the journal. That is the log's, but for lines that complete others: these stand behind later facts.</summary>
    private static IEnumerable<SelectedLine> Selected(RecordLayout layout, VerifierKey key, RecordIndex index, Selection selection, long from)
    {
        var completions = new Queue<LinePlace>(index.Find(selection).Where(place => place.Revision > 0).OrderBy(place => place.File).ThenBy(place => place.Offset));
        using LeafCounter leaves = new(layout, key);
        foreach (var place in index.Find(selection).Where(place => place.Revision == 0))
        {
            while (completions.TryPeek(out var completion) && (completion.File, completion.Offset).CompareTo((place.File, place.Offset)) < 0)
                if (Line(completions.Dequeue()) is { } earlier) yield return earlier;
            if (Line(place) is { } line) yield return line;
        }
        while (completions.TryDequeue(out var completion))
            if (Line(completion) is { } last) yield return last;

        SelectedLine? Line(LinePlace place) => leaves.LeafOf(place) is var leaf && leaf >= from ? new SelectedLine(leaf, index.ReadBytes(place)) : null;
    }

    private static RoomAt RoomAt(RecordIndex index, string conversation, long seq)
    {
        var title = index.Titles(conversation, seq);
        return new RoomAt(title.Count == 0 ? "" : title[^1].Title, [.. index.Members(conversation, seq).Select(member => member.Name)], seq, index.UnchangedUntil(conversation, seq));
    }
}
