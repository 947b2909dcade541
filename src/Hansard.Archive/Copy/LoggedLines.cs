using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;

namespace Hansard.Archive.Copy;

/// <summary>The lines of a record by their places in its log, while it is written. Only lines that the published log covers: no other is certain to stay.</summary>
internal sealed class LoggedLines(RecordLayout layout, VerifierKey key)
{
    private const int BlockBytes = 1 << 16;

    /// <summary>Where a line begins in the file of a first leaf; of files that were only added to since.</summary>
    private (long FirstLeaf, long Leaf, long Offset) known = (-1, -1, -1);

    /// <summary>The lines from a place on, of one file, at most about so many bytes of them, without their line feeds; none where there is none yet.</summary>
    /// <exception cref="InvalidDataException">The record is not as its log says.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> From(long leaf, int bytes)
    {
        if (!File.Exists(layout.CheckpointFile)) return [];
        if (StoredLog.Open(layout, key, out var fault) is not { } log) throw new InvalidDataException($"{layout.CheckpointFile}: {fault}");
        if (log.Checkpoint.Size <= leaf || Holding(leaf, log.Checkpoint.Size) is not var (path, firstLeaf, end, isClosed)) return [];
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BlockBytes);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
        using var _ = file;
        // Between the two looks the file may have been closed and another begun in its place.
        if (!isClosed && NewestClosed()?.LogSize is { } closed && closed != firstLeaf) return [];
        var lines = Read(file, firstLeaf, leaf, end, bytes);
        if (lines.Count == 0 || IsLogged(lines[0], log, leaf)) return lines;
        // What a rule removed from a closed file has made it shorter than it was.
        known = (-1, -1, -1);
        lines = Read(file, firstLeaf, leaf, end, bytes);
        return lines.Count > 0 && IsLogged(lines[0], log, leaf) ? lines : throw new InvalidDataException($"{path} does not hold line {leaf} of the log");
    }

    private static bool IsLogged(ReadOnlyMemory<byte> line, StoredLog log, long leaf) => LineEntry.TryOf(line.Span, out var entry, out _, out _) && entry.Leaf == log.Tree().Leaf(leaf);

    /// <summary>Null where the file is just being closed.</summary>
    private (string Path, long FirstLeaf, long End, bool IsClosed)? Holding(long leaf, long size)
    {
        var files = layout.InOrder(Directory.EnumerateFiles(layout.MessagesFolder)).Where(layout.IsClosedFile).Reverse();
        long? next = null;
        foreach (var path in files)
        {
            if (Open(path) is not { } manifest) return null;
            if (manifest.LogSize <= leaf) return next is null ? (layout.CurrentFile, manifest.LogSize, size, false) : null;
            if (manifest.FirstLeaf <= leaf) return (path, manifest.FirstLeaf, manifest.LogSize, true);
            next = manifest.FirstLeaf;
        }
        return next is null ? (layout.CurrentFile, 0, size, false) : null;
    }

    private Manifest? NewestClosed() => layout.InOrder(Directory.EnumerateFiles(layout.MessagesFolder)).LastOrDefault(layout.IsClosedFile) is { } path ? Open(path) : null;

    private Manifest? Open(string closed) => File.Exists(RecordLayout.ManifestOf(closed)) && Manifest.TryOpen(File.ReadAllBytes(RecordLayout.ManifestOf(closed)), key, out var manifest, out _)
        ? manifest
        : null;

    private List<ReadOnlyMemory<byte>> Read(FileStream file, long firstLeaf, long leaf, long end, int bytes)
    {
        var (at, offset) = known.FirstLeaf == firstLeaf && known.Leaf <= leaf && known.Offset <= file.Length ? (known.Leaf, known.Offset) : (firstLeaf, 0L);
        file.Position = offset;
        var lines = new List<ReadOnlyMemory<byte>>();
        var taken = 0;
        while (at < end && taken < bytes && ReadLine(file) is { } line)
        {
            offset += line.Length + 1;
            if (at++ < leaf) continue;
            lines.Add(line);
            taken += line.Length;
        }
        known = (firstLeaf, at, offset);
        return lines;
    }

    /// <summary>Null where there is no whole one.</summary>
    private static byte[]? ReadLine(FileStream file)
    {
        using var line = new MemoryStream();
        for (int one; (one = file.ReadByte()) >= 0;)
        {
            if (one == '\n') return line.ToArray();
            if (line.Length == RecordReader.MaximumLineBytes) throw new InvalidDataException($"{file.Name}: a line without its line feed");
            line.WriteByte((byte)one);
        }
        return null;
    }
}
