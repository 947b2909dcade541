using System.Runtime.ExceptionServices;

namespace Hansard.Archive.Export;

/// <summary>Then what the lines say in a format: chunks are read one after the other, prepared several at once, and finished in their order.</summary>
internal sealed class RenderStage(ExportState state, Rendering rendering, Chunks chunks)
{
    /// <summary>Chunks are handed from thread to thread by so many lines: many are a line or two.</summary>
    private const int LinesOfHandful = 500;

    public void Run(Action<ExportProgress> progress, CancellationToken cancel)
    {
        if (state.LastPages is { IsLast: true }) return;
        var through = state.LastPages?.Through ?? 0;
        foreach (var handful in Ahead.Of(Handfuls(chunks.From(state.LastPages)), handful => (handful[^1].Through, Prepared: handful.ConvertAll(rendering.Prepare))))
        {
            cancel.ThrowIfCancellationRequested();
            state.Finished(handful.Prepared.Select(finish => finish()).OfType<FinishedPart>());
            if (handful.Through / ExportSteps.LinesPerReport > through / ExportSteps.LinesPerReport) progress(new ExportProgress(state.Counts.Lines, handful.Through));
            through = handful.Through;
        }
        if (rendering.End(through) is { } last) state.Finished([last]);
        progress(new ExportProgress(state.Counts.Lines, through));
    }

    /// <summary>Whatever ends it, those that came before are finished: whoever goes on need not make them again.</summary>
    private static IEnumerable<List<Chunk>> Handfuls(IEnumerable<Chunk> chunks)
    {
        using var next = chunks.GetEnumerator();
        List<Chunk> handful = [];
        var lines = 0;
        ExceptionDispatchInfo? failure;
        while (Moves(next, out failure))
        {
            handful.Add(next.Current);
            lines += next.Current.Items.Count;
            if (lines < LinesOfHandful) continue;
            yield return handful;
            (handful, lines) = ([], 0);
        }
        if (handful.Count > 0) yield return handful;
        failure?.Throw();
    }

    private static bool Moves(IEnumerator<Chunk> chunks, out ExceptionDispatchInfo? failure)
    {
        failure = null;
        try
        {
            return chunks.MoveNext();
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
            return false;
        }
    }
}
