using System.Text.Json;
using Hansard.Record.Prove;

namespace Hansard.Archive.Export;

/// <summary>What comes after the last part: what ties the parts together, the checkpoint, the list of files, and the manifest that says that the export is whole.</summary>
internal sealed class ExportEnding(ExportLayout layout, ExportState state, ExportFormat format)
{
    public ExportResult Finish(DateTimeOffset now)
    {
        var ending = new List<WrittenFile> { WriteCheckpoint() };
        ending.AddRange(Renderings.TyingTogether(format, layout, state));
        var (list, files, bytes) = WriteList(ending);
        var header = state.Header;
        var counts = state.Counts;
        var manifest = new ExportManifest(
            ExportManifest.Version, header.Format, header.Selection, now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), new ExportedRecord(header.Origin, header.Size, header.Root),
            counts.Lines, counts.Conversations, counts.Undecryptable, counts.Removed, counts.Attachments, counts.MissingAttachments, files, bytes, list.Sha256);
        WriteManifest(manifest);
        if (Directory.Exists(layout.WorkFolder)) Directory.Delete(layout.WorkFolder, recursive: true);
        File.Delete(layout.StateFile);
        return new ExportResult(
            layout.Folder, format, state.Resumed, counts.Lines, counts.Conversations, files, bytes, counts.Undecryptable, counts.Removed, counts.Attachments, counts.MissingAttachments,
            header.Origin, header.Size);
    }

    private WrittenFile WriteCheckpoint()
    {
        using var file = HashedFile.Create(layout.Folder, ExportLayout.CheckpointName);
        file.Write(Convert.FromBase64String(state.Header.CheckpointBase64));
        return file.Finish();
    }

    /// <summary>By part as they were written, which is the same whenever the same is exported.</summary>
    private (WrittenFile List, long Files, long Bytes) WriteList(IEnumerable<WrittenFile> ending)
    {
        long files = 0, bytes = 0;
        using var list = HashedFile.Create(layout.Folder, Path.GetFileName(layout.FilesList));
        foreach (var written in state.Parts().SelectMany(part => part.Files).Concat(ending).Where(written => !written.Name.StartsWith("unfinished/", StringComparison.Ordinal)))
        {
            list.Write(JsonSerializer.SerializeToUtf8Bytes(written, ExportJson.Lines.WrittenFile));
            list.WriteByte((byte)'\n');
            files++;
            bytes += written.Bytes;
        }
        return (list.Finish(), files, bytes);
    }

    /// <summary>There as a whole or not at all: it is what says that the export is finished.</summary>
    private void WriteManifest(ExportManifest manifest)
    {
        const string unfinished = "unfinished/manifest";
        using (var file = HashedFile.Create(layout.Folder, unfinished))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(manifest, ExportJson.Indented.ExportManifest));
            file.WriteByte((byte)'\n');
            _ = file.Finish();
        }
        File.Move(layout.PathOf(unfinished), layout.ManifestFile, overwrite: true);
    }
}
