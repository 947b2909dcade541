using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Verify;

/// <summary>
/// Where lines and tiles differ, either may be wrong. Building the whole tree once more from the lines decides: lines that lead to the signed root
/// are the recorded ones, and the tiles are wrong.
/// </summary>
internal static class Rebuilding
{
    /// <summary>The tiles that differ from what the lines make, when the lines are sound; null when they are not.</summary>
    public static Findings? BlameTiles(StoredLog log, IEnumerable<Segment> segments)
    {
        var findings = new Findings(log.Layout.Folder);
        var edge = new TreeEdge();
        foreach (var segment in segments)
        {
            long lines = 0;
            foreach (var line in RecordReader.StoredLines(segment.Path))
            {
                if (lines++ == segment.Lines) break;
                if (!LineEntry.TryOf(line.Utf8.Span, out var entry, out _, out _)) return null;
                edge.Append(entry.Leaf, (tile, hashes) => Compare(log, tile, hashes, findings));
            }
        }
        if (edge.Size != log.Checkpoint.Size || edge.Root() != log.Checkpoint.Root) return null;
        foreach (var (tile, hashes) in edge.Partial()) Compare(log, tile, hashes, findings);
        return findings;
    }

    private static void Compare(StoredLog log, Tile tile, Hash256[] hashes, Findings findings)
    {
        try
        {
            if (!log.Read(tile).AsSpan().SequenceEqual(hashes)) findings.Add(log.Layout.TileFile(tile), 1, 0, "the tile is not what the lines make, and they make the signed root");
        }
        catch (TileException e)
        {
            findings.Add(e.Path, 1, 0, e.Reason);
        }
    }
}
