using Hansard.Archive.Retention;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;

namespace Hansard.Archive.Copy;

/// <summary>
/// Copies closed message files, their manifests and attachments, and the log as it was then, into a bucket, one file after the other in the order of
/// the record. Memory does not grow with any of them.
/// </summary>
internal sealed class ClosedFileCopy(RecordLayout layout, NoteSigner signer, S3Store store, CopyCursor cursor, CopyVoice voice)
{
    /// <summary>Numbers of the cursor: lines of the log whose files are copied, and after them lines of the next file whose attachments are.</summary>
    public const int CursorNumbers = 2;

    /// <summary>Objects that are put at the same time.</summary>
    private const int AtOnce = 4;

    /// <summary>After so many attachments it is noted how far this came.</summary>
    private const int NotedEvery = 32;

    private readonly RewrittenFileCopy rewritten = new(layout, store, voice);

    private sealed record Attachment(string Name, Hash256 Sha256, long Seq);

    /// <summary>Copies every file that was closed since the last time, and then those from which lines were removed since.</summary>
    /// <returns>How many were closed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var closed = new List<Manifest>();
        var earlier = new List<(string Path, byte[] ManifestBytes, Manifest Manifest)>();
        var copied = 0;
        foreach (var path in layout.InOrder(Directory.EnumerateFiles(layout.MessagesFolder)).Where(layout.IsClosedFile))
        {
            // It is being closed; the next round has it.
            if (!File.Exists(RecordLayout.ManifestOf(path))) break;
            var bytes = await File.ReadAllBytesAsync(RecordLayout.ManifestOf(path), cancellation);
            if (!Manifest.TryOpen(bytes, signer.Key, out var manifest, out var fault)) throw new InvalidDataException($"{RecordLayout.ManifestOf(path)}: {fault}");
            closed.Add(manifest!);
            if (manifest!.LogSize <= cursor.At[0])
            {
                earlier.Add((path, bytes, manifest));
                continue;
            }
            try
            {
                await CopyAsync(path, bytes, closed, cancellation);
            }
            // Lines were removed from it meanwhile.
            catch (InvalidDataException) when (IsRewritten(path, bytes))
            {
                return copied + 1;
            }
            copied++;
        }
        foreach (var one in earlier) await rewritten.RenewAsync(one.Path, one.ManifestBytes, one.Manifest, cancellation);
        return copied;
    }

    private async Task CopyAsync(string path, byte[] manifestBytes, IReadOnlyList<Manifest> closed, CancellationToken cancellation)
    {
        var (manifest, earlier) = (closed[^1], cursor.At[0]);
        foreach (var some in Attachments(path, cursor.At[1]).Chunk(NotedEvery))
        {
            await Parallel.ForEachAsync(some.Select(one => one.Attachment), Several(cancellation), async (attachment, stop) => await PutAsync(path, manifestBytes, attachment, stop));
            cursor.Keep(earlier, some[^1].Line);
        }
        await store.PutFileAsync($"messages/{manifest.File}", path, manifest.Sha256, cancellation);
        await store.PutBytesAsync($"messages/{Path.GetFileName(RecordLayout.ManifestOf(path))}", manifestBytes, cancellation);
        if (StoredLog.Open(layout, signer.Key, out var fault) is not { } log) throw new InvalidDataException($"{layout.CheckpointFile}: {fault}");
        await Parallel.ForEachAsync(CopiedLog.Files(log, closed, earlier, signer), Several(cancellation), async (file, stop) => await store.PutBytesAsync(file.Name, file.Content, stop));
        // A copy has the usual folders, and perhaps unusual names in them.
        var usual = new RecordLayout("/", layout.Prefix);
        if (!LayoutNote.IsUsual(usual)) await store.PutBytesAsync("log/layout", signer.Note(LayoutNote.Of(usual, signer.Key.Name).Text).ToUtf8(), cancellation);
        var checkpoint = CopiedLog.CheckpointOf(manifest, signer);
        await store.PutBytesAsync(checkpoint.Name, checkpoint.Content, cancellation);
        cursor.Keep(manifest.LogSize, 0);
        voice.Say($"{manifest.File} and its attachments are copied.");
    }

    private async Task PutAsync(string path, byte[] manifestBytes, Attachment attachment, CancellationToken cancellation)
    {
        try
        {
            await store.PutFileAsync($"attachments/{attachment.Name}", Path.Combine(layout.AttachmentsFolder, attachment.Name), attachment.Sha256, cancellation);
        }
        catch (Exception gone) when (gone is FileNotFoundException && IsRewritten(path, manifestBytes))
        {
            throw new InvalidDataException($"lines were removed from {path}");
        }
        catch (Exception damaged) when (damaged is InvalidDataException or FileNotFoundException)
        {
            // The copy goes on without it; whoever verifies the record, or the copy, is told the same.
            voice.Alarm($"The attachment of fact {attachment.Seq} is missing here or is not what was recorded, so it is not copied: {attachment.Name}");
        }
    }

    private static bool IsRewritten(string path, byte[] manifestBytes) => RemovalFiles.IsBegun(path) || !File.ReadAllBytes(RecordLayout.ManifestOf(path)).AsSpan().SequenceEqual(manifestBytes);

    /// <summary>Attachments that lines of a file name, with how many lines that makes; behind so many lines.</summary>
    private static IEnumerable<(Attachment Attachment, long Line)> Attachments(string path, long after)
    {
        foreach (var line in RecordReader.StoredLines(path))
        {
            if (line.Number <= after) continue;
            if (!LineEntry.TryOf(line.Utf8.Span, out var entry, out _, out _) || entry is not { IsRemoved: false, Attachment: { } sha256 }) continue;
            if (line.Read().AttachmentFile is { Length: > 0 } name) yield return (new Attachment(name, sha256, entry.Position.Seq), line.Number);
        }
    }

    private static ParallelOptions Several(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
