using Hansard.Record.Format;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Archive.Search;

/// <summary>Fetches lines from the record by their places.</summary>
internal sealed class PlaceReader(Catalog catalog, RecordFiles files) : IDisposable
{
    /// <summary>Message files open at once.</summary>
    private const int MostOpen = 64;

    private readonly Dictionary<int, SafeFileHandle> open = [];

    /// <returns>The line without its line feed.</returns>
    /// <exception cref="InvalidDataException">The record changed since it was indexed; <see cref="RecordIndex.CatchUp"/> sees to that.</exception>
    public byte[] Read(LinePlace place)
    {
        // A handle may be that of a file which was put in another's place meanwhile.
        if (TryRead(place) is { } line) return line;
        Dispose();
        return TryRead(place) ?? throw new InvalidDataException($"fact {place.Seq} does not stand where the index has it");
    }

    public void Dispose()
    {
        foreach (var handle in open.Values) handle.Dispose();
        open.Clear();
    }

    private byte[]? TryRead(LinePlace place)
    {
        if (Open(place.File) is not { } handle) return null;
        var line = new byte[place.Length];
        for (var read = 0; read < line.Length;)
        {
            var more = RandomAccess.Read(handle, line.AsSpan(read), place.Offset + read);
            if (more == 0) return null;
            read += more;
        }
        return LineEntry.TryOf(line, out var entry, out _, out _)
            && (entry.Position.Seq, entry.Position.Part, entry.Position.Revision) == (place.Seq, place.Part, place.Revision) ? line : null;
    }

    private SafeFileHandle? Open(int number)
    {
        if (open.TryGetValue(number, out var handle)) return handle;
        if (open.Count >= MostOpen) Dispose();
        for (; ; )
        {
            var list = files.List();
            if (number >= list.Count) return null;
            if (files.TryOpen(list, number) is not { } opened) continue;
            var name = catalog.Files().ElementAtOrDefault(number)?.Name;
            if (name is not null && name != Path.GetFileName(list[number]))
            {
                opened.Dispose();
                return null;
            }
            return open[number] = opened;
        }
    }
}
