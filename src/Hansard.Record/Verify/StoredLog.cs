using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Verify;

/// <summary>A record's log as it stands in its folder, for reading only.</summary>
/// <param name="Checkpoint">Signed; what follows from the tiles is to be compared with it.</param>
public sealed record StoredLog(RecordLayout Layout, Checkpoint Checkpoint)
{
    /// <summary>The tree as the tiles say. Each caller has his own: it remembers tiles, and is not for several threads.</summary>
    public TileTree Tree() => new(Checkpoint.Size, Read);

    /// <exception cref="TileException">It is missing, or has another length.</exception>
    public Hash256[] Read(Tile tile)
    {
        var path = Layout.TileFile(tile);
        // A partial tile may be gone once the full one is there, which begins with the same hashes.
        if (!tile.IsFull && !File.Exists(path) && Layout.TileFile(tile with { Width = Tile.FullWidth }) is var full && File.Exists(full))
            return TileBytes.TryRead(tile with { Width = Tile.FullWidth }, File.ReadAllBytes(full), out var whole) ? whole[..tile.Width] : throw new TileException(full, "the tile is cut");
        if (!File.Exists(path)) throw new TileException(path, "the tile is missing");
        return TileBytes.TryRead(tile, File.ReadAllBytes(path), out var hashes) ? hashes : throw new TileException(path, "the tile has another length");
    }

    /// <summary>Reads the checkpoint; null where there is none that this key signed.</summary>
    public static StoredLog? Open(RecordLayout layout, VerifierKey key, out string? fault)
    {
        fault = "there is no checkpoint";
        if (!File.Exists(layout.CheckpointFile)) return null;
        return Checkpoint.TryOpen(File.ReadAllBytes(layout.CheckpointFile), key, out var checkpoint, out fault) ? new StoredLog(layout, checkpoint!) : null;
    }
}

/// <summary>A tile cannot be read.</summary>
public sealed class TileException(string path, string reason) : Exception($"{path}: {reason}")
{
    public string Path { get; } = path;

    public string Reason { get; } = reason;
}
