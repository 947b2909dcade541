using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Log;

/// <summary>
/// The lines that no manifest covers yet: of the current file, and of one that was closed just before the writer died. The log may have fewer of
/// them, because lines are on the disk before it, but never more.
/// </summary>
internal sealed class UnsealedLines
{
    /// <summary>Lines that are added to the log with one checkpoint, where a record has no log yet.</summary>
    private const int LinesPerCheckpoint = 1 << 16;

    private readonly RecordLayout layout;
    private readonly IRecordDisk disk;
    private readonly TreeLog log;
    private readonly string[] closed;
    private readonly long firstLeaf;

    private UnsealedLines(RecordLayout layout, IRecordDisk disk, TreeLog log, string[] closed, long firstLeaf) =>
        (this.layout, this.disk, this.log, this.closed, this.firstLeaf) = (layout, disk, log, closed, firstLeaf);

    /// <exception cref="RecordDamagedException">The newest manifest is not this log's.</exception>
    public static UnsealedLines Find(RecordLayout layout, IRecordDisk disk, TreeLog log, VerifierKey key)
    {
        var files = layout.InOrder(disk.Files(layout.MessagesFolder)).Where(layout.IsClosedFile).ToArray();
        for (var n = files.Length - 1; n >= 0; n--)
        {
            var path = RecordLayout.ManifestOf(files[n]);
            if (WholeFile.Read(disk, path) is not { } bytes) continue;
            if (!Manifest.TryOpen(bytes, key, out var manifest, out var fault)) throw new RecordDamagedException(path, 0, fault!);
            if (manifest!.LogSize > log.Size || log.Tree.RootAt(manifest.LogSize) != manifest.Root)
                throw new RecordDamagedException(layout.CheckpointFile, 0, $"the log does not continue the one of {Path.GetFileName(path)}: it was set back or exchanged");
            return new UnsealedLines(layout, disk, log, files[(n + 1)..], manifest.LogSize);
        }
        return new UnsealedLines(layout, disk, log, files, 0);
    }

    /// <summary>Refuses a record from which lines are missing that the log has, before anything is changed.</summary>
    /// <param name="currentBytes">Of the current file, its sound lines.</param>
    /// <param name="lastLine">The last of them; empty where the file is.</param>
    public void DemandAll(long currentBytes, ReadOnlySpan<byte> lastLine = default)
    {
        var lines = firstLeaf;
        foreach (var (path, to) in Files(currentBytes))
        {
            using var file = disk.Open(path);
            lines += LineScan.Count(file, to ?? file.Length);
        }
        if (lines < log.Size) throw new RecordDamagedException(layout.CurrentFile, currentBytes, $"{log.Size} lines were logged, and {lines} are here");
        if (lines == log.Size && !lastLine.IsEmpty && !(LineEntry.TryOf(lastLine, out var entry, out _, out _) && entry.Leaf == log.Tree.Leaf(lines - 1)))
            throw new RecordDamagedException(layout.CurrentFile, currentBytes, "the last line is not the one that was logged");
    }

    /// <summary>Adds to the log what it does not have yet, and signs the files that were closed without it.</summary>
    /// <returns>How many lines were added, and where those of the current file begin in the log.</returns>
    public (long Logged, long FirstLeaf) Log(long currentBytes, LogSettings settings)
    {
        var before = log.Size;
        var sealedBefore = log.Tree;
        var waiting = new List<Hash256>();
        var leaf = firstLeaf;
        foreach (var (path, to) in Files(currentBytes))
        {
            using var file = disk.Open(path);
            var lines = LineScan.Count(file, to ?? file.Length);
            if (leaf + lines > before)
            {
                foreach (var line in LineScan.Of(file, path, to ?? file.Length)) Take(line.Span[..^1], path);
            }
            else
            {
                leaf += lines;
            }
        }
        if (waiting.Count > 0) log.Publish(waiting);
        return (log.Size - before, SealClosed(settings));

        void Take(ReadOnlySpan<byte> line, string path)
        {
            if (!LineEntry.TryOf(line, out var entry, out _, out var fault)) throw new RecordDamagedException(path, 0, fault!);
            if (leaf >= before) waiting.Add(entry.Leaf);
            else if (entry.Leaf != sealedBefore.Leaf(leaf)) throw new RecordDamagedException(path, 0, $"seq {entry.Position.Seq} is not line {leaf} of the log");
            leaf++;
            if (waiting.Count < LinesPerCheckpoint) return;
            log.Publish(waiting);
            waiting.Clear();
        }
    }

    private long SealClosed(LogSettings settings)
    {
        var leaf = firstLeaf;
        foreach (var path in closed)
        {
            var closing = ClosingFile.Examine(disk, path, log.Tree, leaf);
            if (layout.ClosedFile(closing.FirstSeq, closing.LastSeq) != path) throw new RecordDamagedException(path, 0, $"it holds the facts {closing.FirstSeq} to {closing.LastSeq}");
            closing.Seal(layout, disk, settings, log.Tree);
            leaf += closing.Lines;
        }
        return leaf;
    }

    private IEnumerable<(string Path, long? To)> Files(long currentBytes) =>
        currentBytes == 0 ? closed.Select(path => (path, (long?)null)) : [.. closed.Select(path => (path, (long?)null)), (layout.CurrentFile, currentBytes)];
}
