using System.Text;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;

namespace Hansard.Archive.Copy;

/// <summary>The log as it was when a message file was closed: with it the closed files are a record by themselves, which an auditor can verify.</summary>
internal static class CopiedLog
{
    /// <summary>The log's files of that size which a copy of an earlier size does not have; the checkpoint must come after them.</summary>
    /// <param name="now">The log as it is, which has grown since.</param>
    /// <param name="earlier">The size of the copy before; 0 for none.</param>
    /// <exception cref="TileException">The log was just about to change; try again.</exception>
    public static IEnumerable<(string Name, byte[] Content)> Files(StoredLog now, IReadOnlyList<Manifest> closed, long earlier, NoteSigner signer)
    {
        var last = closed[^1];
        for (var level = 0; Tile.HashesAt(level, last.LogSize) > 0; level++)
            for (var first = Tile.HashesAt(level, earlier) / Tile.FullWidth * Tile.FullWidth; first < Tile.HashesAt(level, last.LogSize); first += Tile.FullWidth)
            {
                var tile = Tile.Holding(level, first, last.LogSize);
                yield return ($"log/{tile.Path}", TileBytes.Of(now.Read(Tile.Holding(level, first, now.Checkpoint.Size)).AsSpan(0, tile.Width)));
            }
        yield return ("log/heads.jsonl", Heads(now.Layout, closed));
        yield return ("log/vkey", Encoding.UTF8.GetBytes($"{signer.Key}\n"));
    }

    /// <summary>Of the same tree, smaller: it contradicts no other checkpoint.</summary>
    public static (string Name, byte[] Content) CheckpointOf(Manifest last, NoteSigner signer) =>
        ("log/checkpoint", signer.Note(new Checkpoint(last.Origin, last.LogSize, last.Root).Text).ToUtf8());

    /// <summary>Of each closed file the last head that the server had signed by its end: it covers all before it.</summary>
    private static byte[] Heads(RecordLayout layout, IReadOnlyList<Manifest> closed)
    {
        var kept = new List<HeadLine>();
        HeadLine? before = null;
        var file = 0;
        foreach (var head in RecordReader.Heads(layout))
        {
            while (file < closed.Count && head.Seq > closed[file].LastSeq)
            {
                if (before is not null && kept.LastOrDefault() != before) kept.Add(before);
                file++;
            }
            if (file == closed.Count) break;
            before = head;
        }
        if (file < closed.Count && before is not null && kept.LastOrDefault() != before) kept.Add(before);
        return [.. kept.SelectMany(head => head.ToUtf8().Append((byte)'\n'))];
    }
}
