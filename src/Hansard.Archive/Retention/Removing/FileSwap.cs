using System.Security.Cryptography;
using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Retention;

/// <summary>
/// Puts a rewritten file and its manifest in the places of the old ones: first the file, then the manifest, each durable before the next. In between
/// the manifest that is pending vouches for the file, so whoever verifies the record at any moment finds one that does.
/// </summary>
internal sealed class FileSwap(IRecordDisk disk, NoteSigner signer, RemovalFiles files)
{
    private const int BlockBytes = 1 << 18;

    private string Folder => Path.GetDirectoryName(files.ClosedFile)!;

    private string ManifestFile => RecordLayout.ManifestOf(files.ClosedFile);

    /// <summary>The file's manifest.</summary>
    /// <exception cref="RecordDamagedException">It has none that the record's key signed for it.</exception>
    public Manifest Open() => Open(ManifestFile, out var fault) ?? throw new RecordDamagedException(ManifestFile, 0, fault!);

    /// <summary>Signs the manifest of what was written beside: from here on it will take the file's place. All that belongs to it must be durable.</summary>
    public void Sign(Manifest superseding)
    {
        disk.SyncFolder(Folder);
        WholeFile.Put(disk, files.Manifest, signer.Note(superseding.Text).ToUtf8());
        disk.SyncFolder(Folder);
    }

    /// <summary>Puts both in place.</summary>
    public void Swap()
    {
        disk.Rename(files.Lines, files.ClosedFile);
        disk.SyncFolder(Folder);
        SwapManifest();
    }

    /// <summary>Finishes a removal that was signed, and undoes one that was not. Only what is there decides, so it may be cut off and repeated.</summary>
    /// <exception cref="RecordDamagedException">Neither manifest is that of the file: no removal leaves that behind, so nothing is touched.</exception>
    public void Settle()
    {
        if (disk.Length(files.Manifest) is null)
        {
            Undo();
            return;
        }
        var manifest = Open();
        var pending = Open(files.Manifest, out _);
        if (pending is not null && pending != manifest with { Bytes = pending.Bytes, Sha256 = pending.Sha256 }) pending = null;
        var isOld = Is(files.ClosedFile, manifest);
        if (pending is not null && Is(files.ClosedFile, pending))
        {
            SwapManifest();
            Undo();
        }
        else if (!isOld) throw new RecordDamagedException(files.ClosedFile, 0, "the file is not the one that its manifest was signed for");
        else if (pending is not null && Is(files.Lines, pending)) Swap();
        else Undo();
    }

    /// <summary>Takes away what was written beside and has no use any more: never signed, or changed since, or laid there by somebody else.</summary>
    public void Undo()
    {
        // The manifest first: without it the rest means nothing.
        string[] written = [files.Manifest, files.Manifest + WholeFile.Unfinished, files.Lines, files.Attachments + WholeFile.Unfinished];
        var there = written.Where(path => disk.Length(path) is not null).ToArray();
        foreach (var path in there)
        {
            disk.Remove(path);
            disk.SyncFolder(Folder);
        }
    }

    private void SwapManifest()
    {
        disk.Rename(files.Manifest, ManifestFile);
        disk.SyncFolder(Folder);
    }

    private Manifest? Open(string path, out string? fault)
    {
        fault = "there is no manifest";
        if (WholeFile.Read(disk, path) is not { } bytes || !Manifest.TryOpen(bytes, signer.Key, out var manifest, out fault)) return null;
        if (manifest!.File == Path.GetFileName(files.ClosedFile)) return manifest;
        fault = $"it is the manifest of {manifest.File}";
        return null;
    }

    private bool Is(string path, Manifest manifest)
    {
        if (disk.Length(path) != manifest.Bytes) return false;
        using var file = disk.Open(path);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BlockBytes];
        for (long at = 0; at < manifest.Bytes; at += buffer.Length)
        {
            var block = buffer.AsSpan(0, (int)Math.Min(buffer.Length, manifest.Bytes - at));
            file.Read(block, at);
            sha256.AppendData(block);
        }
        return new Hash256(sha256.GetHashAndReset()) == manifest.Sha256;
    }
}
