using System.Security.Cryptography;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Log;

/// <summary>What a message file that is being closed holds, read from the disk once more: a manifest is signed only over lines that are the log's.</summary>
internal sealed record ClosingFile(long FirstSeq, long LastSeq, long FirstLeaf, long Lines, long Bytes, Hash256 Sha256)
{
    /// <exception cref="RecordDamagedException">A line is not the one that the log has.</exception>
    public static ClosingFile Examine(IRecordDisk disk, string path, TileTree log, long firstLeaf)
    {
        using var file = disk.Open(path);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var found = new ClosingFile(0, 0, firstLeaf, 0, 0, default);
        foreach (var line in LineScan.Of(file, path, file.Length))
        {
            sha256.AppendData(line.Span);
            if (!LineEntry.TryOf(line.Span[..^1], out var entry, out _, out var fault)) throw new RecordDamagedException(path, found.Bytes, fault!);
            var leaf = firstLeaf + found.Lines;
            if (leaf >= log.Size || entry.Leaf != log.Leaf(leaf)) throw new RecordDamagedException(path, found.Bytes, $"this is not line {leaf} of the log");
            found = found with { Lines = found.Lines + 1, Bytes = found.Bytes + line.Length };
            if (entry.Position.Revision == 0)
                found = found with { FirstSeq = found.FirstSeq == 0 ? entry.Position.Seq : found.FirstSeq, LastSeq = entry.Position.Seq };
        }
        return found with { Sha256 = new Hash256(sha256.GetHashAndReset()) };
    }

    /// <summary>Signs what the closed file holds.</summary>
    public void Seal(RecordLayout layout, IRecordDisk disk, LogSettings settings, TileTree log)
    {
        var file = layout.ClosedFile(FirstSeq, LastSeq);
        var manifest = new Manifest(
            settings.Signer.Key.Name, Path.GetFileName(file), FirstSeq, LastSeq, FirstLeaf, Lines, Bytes, Sha256, log.RootAt(FirstLeaf + Lines), settings.Zone);
        WholeFile.Put(disk, RecordLayout.ManifestOf(file), settings.Signer.Note(manifest.Text).ToUtf8());
        disk.SyncFolder(layout.MessagesFolder);
    }
}
