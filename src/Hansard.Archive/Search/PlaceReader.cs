using System.Text;
using Hansard.Record.Format;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Archive.Search;

/// <summary>Fetches lines from the record by their places.</summary>
internal sealed class PlaceReader(Catalog catalog, RecordFiles files) : IDisposable
{
    /// <summary>Message files open at once.</summary>
    private const int MostOpen = 64;

    private readonly Dictionary<int, SafeFileHandle> open = [];
    private byte[] raw = [];
    private char[] characters = [];

    /// <returns>The line without its line feed.</returns>
    /// <exception cref="InvalidDataException">The record changed since it was indexed; <see cref="RecordIndex.CatchUp"/> sees to that.</exception>
    public byte[] Read(LinePlace place)
    {
        // A handle may be that of a file which was put in another's place meanwhile.
        if (TryRead(place) is { } line) return line;
        Dispose();
        return TryRead(place) ?? throw new InvalidDataException($"fact {place.Seq} does not stand where the index has it");
    }

    /// <summary>Whether a line's bytes can hold a text, in any case; false only where they cannot. Much quicker than reading the line.</summary>
    public bool MayContain(LinePlace place, string text)
    {
        // These stand in JSON otherwise than they are written here.
        if (text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.AsSpan().ContainsAny('"', '\\')) return true;
        if (raw.Length < place.Length) (raw, characters) = (new byte[place.Length * 2], new char[place.Length * 2]);
        if (!Fill(place, raw.AsSpan(0, place.Length))) return true;
        return Encoding.UTF8.TryGetChars(raw.AsSpan(0, place.Length), characters, out var length)
            && characters.AsSpan(0, length).Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose()
    {
        foreach (var handle in open.Values) handle.Dispose();
        open.Clear();
    }

    private byte[]? TryRead(LinePlace place)
    {
        var line = new byte[place.Length];
        if (!Fill(place, line)) return null;
        return LineEntry.TryOf(line, out var entry, out _, out _)
            && (entry.Position.Seq, entry.Position.Part, entry.Position.Revision) == (place.Seq, place.Part, place.Revision) ? line : null;
    }

    private bool Fill(LinePlace place, Span<byte> line)
    {
        if (Open(place.File) is not { } handle) return false;
        for (var read = 0; read < line.Length;)
        {
            var more = RandomAccess.Read(handle, line[read..], place.Offset + read);
            if (more == 0) return false;
            read += more;
        }
        return true;
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
