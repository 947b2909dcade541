using Hansard.Archive.Retention;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Copy;

/// <summary>
/// Has lines that were removed from a closed file leave its copy too. The copy itself says which of their attachments go with them: as long as it is the old
/// one, whoever was cut off finds them again. Until the new manifest is there the copy does not verify.
/// </summary>
internal sealed class RewrittenFileCopy(RecordLayout layout, S3Store store, CopyVoice voice)
{
    /// <summary>The manifests that the copy is known to have, or known to have no more; after a start each is asked for once.</summary>
    private readonly Dictionary<string, Hash256> known = [];

    /// <param name="path">Of a file that was copied before.</param>
    /// <exception cref="InvalidDataException">The file is not what its manifest says, or has lines that its copy has lost: nothing was changed.</exception>
    public async Task RenewAsync(string path, byte[] manifestBytes, Manifest manifest, CancellationToken cancellation)
    {
        var (name, hash) = (Path.GetFileName(path), Hash256.Of(manifestBytes));
        if (known.TryGetValue(name, out var there) && there == hash) return;
        // Which of its attachments go is being decided.
        if (RemovalFiles.IsBegun(path)) return;
        var manifestName = $"messages/{Path.GetFileName(RecordLayout.ManifestOf(path))}";
        // What the bucket's own rules have taken away is not brought back.
        if (await store.ReadBytesAsync(manifestName, SignedNote.MaximumBytes, cancellation) is { } copied && !copied.AsSpan().SequenceEqual(manifestBytes))
        {
            if (!await S3Store.IsAsync(path, manifest.Sha256, cancellation))
            {
                // Lines were removed from it once more; the next round has it.
                if (!File.ReadAllBytes(RecordLayout.ManifestOf(path)).AsSpan().SequenceEqual(manifestBytes)) return;
                throw new InvalidDataException($"{path} is not what its manifest was signed for");
            }
            foreach (var attachment in await LeavingAsync(path, cancellation)) await store.DeleteAsync($"attachments/{attachment}", cancellation);
            await store.PutFileAsync($"messages/{name}", path, manifest.Sha256, cancellation);
            await store.PutBytesAsync(manifestName, manifestBytes, cancellation);
            voice.Say($"Lines that were removed from {name} have left its copy.");
        }
        known[name] = hash;
    }

    /// <summary>Attachments of lines that the copy still has and the file has no more, unless another line has kept them here.</summary>
    private async Task<IReadOnlyList<string>> LeavingAsync(string path, CancellationToken cancellation)
    {
        var names = new List<string>();
        await using var copy = await store.TryOpenAsync($"messages/{Path.GetFileName(path)}", cancellation);
        if (copy is null) return names;
        using var lines = RecordReader.StoredLines(path).GetEnumerator();
        foreach (var old in RecordReader.StoredLines(copy, path))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!lines.MoveNext() || !LineEntry.TryOf(old.Utf8.Span, out var before, out _, out var fault) || !LineEntry.TryOf(lines.Current.Utf8.Span, out var now, out _, out fault))
                throw new InvalidDataException($"the copy of {path} is not the one that was made");
            if (before.IsRemoved && !now.IsRemoved) throw new InvalidDataException($"{path} has lines that were removed from its copy");
            if (before is { IsRemoved: false, Attachment: not null } && now.IsRemoved && old.Read().AttachmentFile is { Length: > 0 } name
                && !File.Exists(Path.Combine(layout.AttachmentsFolder, name))) names.Add(name);
        }
        return names;
    }
}
