using System.Text;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Log;

/// <summary>
/// The log over the record's lines: a leaf for each, tiles and a signed checkpoint after every batch. What a checkpoint covers is on the disk
/// before it, and each one continues the last, whatever happened to the writer in between.
/// </summary>
internal sealed class TreeLog
{
    private readonly RecordLayout layout;
    private readonly IRecordDisk disk;
    private readonly NoteSigner signer;
    private TreeEdge edge;
    private List<Tile> filled = [];

    private TreeLog(RecordLayout layout, IRecordDisk disk, NoteSigner signer, TreeEdge edge) =>
        (this.layout, this.disk, this.signer, this.edge) = (layout, disk, signer, edge);

    /// <summary>Entries that the published checkpoint covers.</summary>
    public long Size => edge.Size;

    /// <summary>The published tree.</summary>
    public TileTree Tree => new(Size, ReadTile);

    /// <exception cref="RecordDamagedException">The checkpoint is not this log's, or not that of the tiles.</exception>
    public static TreeLog Open(RecordLayout layout, IRecordDisk disk, NoteSigner signer)
    {
        KeepVerifierKey(layout, disk, signer.Key);
        if (WholeFile.Read(disk, layout.CheckpointFile) is not { } bytes) return new TreeLog(layout, disk, signer, new TreeEdge());
        if (!Checkpoint.TryOpen(bytes, signer.Key, out var checkpoint, out var fault)) throw new RecordDamagedException(layout.CheckpointFile, 0, fault!);
        var log = new TreeLog(layout, disk, signer, new TreeEdge());
        log.edge = TreeEdge.Of(checkpoint!.Size, log.ReadTile);
        return log.edge.Root() == checkpoint.Root ? log : throw new RecordDamagedException(layout.CheckpointFile, 0, "the tiles of the log are not those of the checkpoint");
    }

    /// <summary>Appends leaves and publishes the checkpoint that covers them. When it throws it may be published or not, and must be called with the same leaves again.</summary>
    public void Publish(IEnumerable<Hash256> leaves)
    {
        foreach (var tile in filled) disk.RemoveFolder(layout.TileFile(tile) + ".p");
        var full = new List<Tile>();
        var folders = new HashSet<string>();
        var grown = edge.Copy();
        foreach (var leaf in leaves)
        {
            grown.Append(leaf, (tile, hashes) =>
            {
                Put(tile, hashes, folders);
                full.Add(tile);
            });
        }
        foreach (var (tile, hashes) in grown.Partial().ExceptBy(edge.Partial().Select(one => one.Tile), one => one.Tile)) Put(tile, hashes, folders);
        foreach (var folder in folders) disk.SyncFolder(folder);

        var checkpoint = new Checkpoint(signer.Key.Name, grown.Size, grown.Root());
        WholeFile.Put(disk, layout.CheckpointFile, signer.Note(checkpoint.Text).ToUtf8());
        disk.SyncFolder(layout.LogFolder);
        (edge, filled) = (grown, full);
    }

    private void Put(Tile tile, Hash256[] hashes, HashSet<string> folders)
    {
        var path = layout.TileFile(tile);
        var folder = Path.GetDirectoryName(path)!;
        if (folders.Add(folder)) disk.CreateFolder(folder);
        WholeFile.Put(disk, path, TileBytes.Of(hashes));
    }

    private Hash256[] ReadTile(Tile tile) => ReadTile(layout, disk, tile);

    /// <summary>A partial tile may be gone once the full one is there, which begins with the same hashes.</summary>
    internal static Hash256[] ReadTile(RecordLayout layout, IRecordDisk disk, Tile tile)
    {
        var bytes = WholeFile.Read(disk, layout.TileFile(tile));
        if (bytes is null && !tile.IsFull) bytes = WholeFile.Read(disk, layout.TileFile(tile with { Width = Tile.FullWidth }))?[..(tile.Width * Hash256.Bytes)];
        return bytes is not null && TileBytes.TryRead(tile, bytes, out var hashes)
            ? hashes
            : throw new RecordDamagedException(layout.TileFile(tile), 0, "the tile is missing or cut");
    }

    private static void KeepVerifierKey(RecordLayout layout, IRecordDisk disk, VerifierKey key)
    {
        var line = Encoding.UTF8.GetBytes($"{key}\n");
        if (WholeFile.Read(disk, layout.VerifierKeyFile) is { } kept)
        {
            if (!kept.AsSpan().SequenceEqual(line)) throw new RecordDamagedException(layout.VerifierKeyFile, 0, "this record was signed with another key than this recorder's");
            return;
        }
        WholeFile.Put(disk, layout.VerifierKeyFile, line);
        disk.SyncFolder(layout.LogFolder);
    }
}
