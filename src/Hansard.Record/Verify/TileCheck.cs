using Hansard.Record.Merkle;

namespace Hansard.Record.Verify;

/// <summary>Checks that the tiles are one tree, and that its root is the checkpoint's: then the lines can be held against the lowest tiles alone.</summary>
internal static class TileCheck
{
    public static void Run(StoredLog log, Findings findings)
    {
        var size = log.Checkpoint.Size;
        for (var level = 0; Tile.HashesAt(level, size) > 0; level++) CheckLevel(log, level, findings);
        if (findings.Count > 0) return;
        var root = TreeEdge.Of(size, log.Read).Root();
        if (root != log.Checkpoint.Root) findings.Add(log.Layout.CheckpointFile, 1, 0, "the tiles of the log have another root");
    }

    private static void CheckLevel(StoredLog log, int level, Findings findings)
    {
        var size = log.Checkpoint.Size;
        (Tile Tile, Hash256[] Hashes) above = (default, []);
        for (long index = 0; index * Tile.FullWidth < Tile.HashesAt(level, size); index++)
        {
            var tile = Tile.Holding(level, index * Tile.FullWidth, size);
            try
            {
                var hashes = log.Read(tile);
                if (!tile.IsFull) continue;
                var holder = Tile.Holding(level + 1, index, size);
                if (above.Tile != holder) above = (holder, log.Read(holder));
                if (MerkleTree.Root(hashes) != above.Hashes[index % Tile.FullWidth])
                    findings.Add(log.Layout.TileFile(tile), 1, 0, $"the tile is not the one that {holder.Path} stands on");
            }
            catch (TileException e)
            {
                findings.Add(e.Path, 1, 0, e.Reason);
            }
        }
    }
}
