using Hansard.Record.Prove;
using Hansard.Record.Verify;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Export;

/// <summary>
/// First the selected lines themselves, in the order of the log: copied with their attachments and with the proof that they stand there. Whatever else an
/// export shows is made from these copies.
/// </summary>
internal sealed class LinesStage(ExportLayout layout, ExportState state, StoredLog log, AttachmentCopies attachments, bool byDay)
{
    /// <summary>Of one file of lines. What is not finished when an export is interrupted is written again.</summary>
    public const long MaximumPartBytes = 64L << 20;

    private readonly TileTree tree = log.Tree();
    private readonly Dictionary<string, int> conversations = state.Conversations.Select((group, number) => (group, number)).ToDictionary(one => one.group, one => one.number);

    public void Run(ExportSource source, Action<long> progress, CancellationToken cancel)
    {
        if (state.LastLines is { IsLast: true }) return;
        LinesPart? part = null;
        try
        {
            foreach (var (batch, lines) in Ahead.Of(LineBatch.Of(source.From(state.LastLines?.Through ?? 0), state.Header.Size), batch => (batch, batch.Read())))
            {
                cancel.ThrowIfCancellationRequested();
                foreach (var line in lines)
                {
                    part ??= Begin();
                    part.Add(line, conversations, byDay);
                    if (part.Bytes >= MaximumPartBytes)
                    {
                        state.Finished([part.Finish(to: null)]);
                        part.Dispose();
                        part = null;
                    }
                    if (part is null || part.Lines % ExportSteps.LinesPerReport == 0) progress(state.Counts.Lines + (part?.Lines ?? 0));
                }
                batch.Release();
            }
            part ??= Begin();
            state.Finished([part.Finish(to: state.Header.Size)]);
            progress(state.Counts.Lines);
        }
        finally
        {
            part?.Dispose();
        }
    }

    private LinesPart Begin() => new(layout, state.LinesParts + 1, state.LastLines?.Through ?? 0, tree, attachments);
}

internal static class ExportSteps
{
    /// <summary>How often somebody who waits hears of it.</summary>
    public const int LinesPerReport = 10_000;
}
