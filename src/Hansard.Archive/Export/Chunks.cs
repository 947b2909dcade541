using Hansard.Record.Prove;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Archive.Export;

/// <summary>Reads the selected lines by conversation from the export's own files of lines, and puts beside each what the record knows of it.</summary>
internal sealed class Chunks(ExportLayout layout, ExportState state, ExportSource source, AttachmentCopies attachments, ChunkLimits limits) : IDisposable
{
    private readonly Dictionary<int, SafeFileHandle> files = [];
    private byte[] buffer = new byte[1 << 16];
    private (string Conversation, RoomAt Room, RoomNow Now)? known;

    /// <param name="after">The last page that is finished; null for from the beginning.</param>
    public IEnumerable<Chunk> From(FinishedPart? after)
    {
        var through = after?.Through ?? 0;
        var page = after?.Page;
        using var places = SortedPlaces.Merge(Enumerable.Range(1, state.LinesParts).Select(number => layout.PathOf(LinesPart.PlacesName(number)))).GetEnumerator();
        for (long shown = 0; shown < through; shown++)
            if (!places.MoveNext()) throw new InvalidDataException("the places of the export's lines are cut");
        var items = new List<ExportItem>();
        long bytes = 0, attached = 0;
        var hasNext = places.MoveNext();
        while (hasNext)
        {
            var place = places.Current;
            var item = Read(place);
            items.Add(item);
            bytes += place.Length;
            attached += item.Attachment?.Bytes ?? 0;
            through++;
            hasNext = places.MoveNext();
            var endsConversation = !hasNext || places.Current.Conversation != place.Conversation;
            var isLast = endsConversation || places.Current.Day != place.Day;
            var isFull = items.Count >= limits.Lines || bytes >= limits.Bytes || attached >= limits.AttachmentBytes;
            if (!isLast && !isFull) continue;
            var number = page is { } before && (before.Conversation, before.Day) == (place.Conversation, place.Day) ? before.Number + 1 : 1;
            Chunk chunk = new(place.Conversation, place.Day, number, isLast, endsConversation, through, items);
            yield return chunk;
            page = chunk.Note();
            (items, bytes, attached) = ([], 0, 0);
        }
    }

    public void Dispose()
    {
        foreach (var file in files.Values) file.Dispose();
    }

    private ExportItem Read(SortedPlace place)
    {
        if (!files.TryGetValue(place.File, out var file)) files[place.File] = file = File.OpenHandle(layout.PathOf(ExportLayout.LinesName(place.File)));
        if (buffer.Length < place.Length) buffer = new byte[place.Length];
        if (RandomAccess.Read(file, buffer.AsSpan(0, place.Length), place.Offset) != place.Length) throw new InvalidDataException($"{ExportLayout.LinesName(place.File)} is cut");
        var line = ShownLineReader.Read(buffer.AsMemory(0, place.Length));
        return new ExportItem(place.Leaf, line, RoomOf(line), LaterThan(line), attachments.Find(line));
    }

    /// <summary>What came after the line and is about its message. Only what somebody said, or sent, is spoken of later.</summary>
    private List<ShownLine> LaterThan(ShownLine line)
    {
        if (line.Kind is not (LineKind.Said or LineKind.File) || line.MessageId.Length == 0) return [];
        return [.. source.About(new AskedMessage(line.MessageId, line.Position, line.Status), state.Header.Size).Select(ShownLineReader.Read)];
    }

    private RoomNow RoomOf(ShownLine line)
    {
        if (line.Conversation is not { } conversation) return RoomNow.Unknown;
        if (known is var (last, room, now) && last == conversation && line.Position.Seq >= room.FromSeq && line.Position.Seq <= room.ThroughSeq) return now;
        room = source.RoomAt(conversation, line.Position.Seq);
        now = new RoomNow(room.Title, room.Members);
        known = (conversation, room, now);
        return now;
    }
}
