using System.Text.Json;
using Hansard.Record.Merkle;
using Hansard.Record.Prove;
using Hansard.Record.Verify;

namespace Hansard.Archive.Export;

/// <summary>
/// Exports a selection of a record: its lines with their proofs, and what they say in a format for people and programs. Memory does not grow with the
/// selection but for some hundred bytes for each conversation. An export that was interrupted is gone on with by the same call, and comes out the same.
/// </summary>
public static class RecordExport
{
    /// <param name="source">Of the lines that the plan's selection means.</param>
    /// <param name="audited">Called once, before anything is written or read of the record's lines.</param>
    /// <exception cref="ExportRefusedException">Nothing can be exported there.</exception>
    /// <exception cref="InvalidDataException">The record is not as it was logged.</exception>
    public static ExportResult Run(ExportPlan plan, ExportSource source, Action audited, TimeProvider time, Action<ExportProgress> progress, CancellationToken cancel)
    {
        ExportLayout layout = new(Path.GetFullPath(plan.Out));
        var log = new StoredLog(plan.Layout, plan.Checkpoint);
        audited();
        using var state = ExportState.Open(layout, () => HeaderOf(plan), header => IsSame(header, plan, log));
        var rendering = Renderings.Of(plan.Format, layout, state);
        var attachments = new AttachmentCopies(plan.Layout, layout.Folder, Renderings.KeepsAttachments(plan.Format) ? "attachments" : "unfinished/attachments");
        new LinesStage(layout, state, log, attachments, rendering?.Limits.ByDay ?? false)
            .Run(source, lines => progress(new ExportProgress(lines, state.LastPages?.Through ?? 0)), cancel);
        if (rendering is not null)
        {
            using (rendering)
            using (Chunks chunks = new(layout, state, source, attachments, rendering.Limits))
                new RenderStage(state, rendering, chunks).Run(progress, cancel);
        }
        return new ExportEnding(layout, state, plan.Format).Finish(time.GetUtcNow());
    }

    private static ExportHeader HeaderOf(ExportPlan plan)
    {
        using var selection = JsonDocument.Parse(plan.Selection);
        return new ExportHeader(
            ExportManifest.Version, Renderings.NameOf(plan.Format), selection.RootElement.Clone(), plan.Checkpoint.Origin, plan.Checkpoint.Size, plan.Checkpoint.Root.ToBase64(),
            Convert.ToBase64String(plan.CheckpointNote));
    }

    /// <summary>The same format and selection of the same record, which has only grown since.</summary>
    private static bool IsSame(ExportHeader header, ExportPlan plan, StoredLog log)
    {
        using var selection = JsonDocument.Parse(plan.Selection);
        return header.Export == ExportManifest.Version && header.Format == Renderings.NameOf(plan.Format) && JsonElement.DeepEquals(header.Selection, selection.RootElement)
            && header.Origin == log.Checkpoint.Origin && header.Size <= log.Checkpoint.Size
            && Checkpoint.TryOpen(Convert.FromBase64String(header.CheckpointBase64), plan.Key, out var checkpoint, out _)
            && checkpoint!.Size == header.Size && log.Tree().RootAt(header.Size) == checkpoint.Root;
    }
}
