using Hansard.Archive.Search;
using Hansard.Cli.Output;

namespace Hansard.Cli.Record;

/// <summary>Brings an index up to date and tells on standard error how far that is, where it takes long.</summary>
internal static class IndexProgressLines
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    public static void CatchUp(RecordIndex index, Screen screen, CancellationToken cancel)
    {
        var done = index.CatchUp(new Telling(screen, TimeProvider.System), cancel);
        foreach (var repair in done.Repairs) screen.Warn($"hansard: {repair}");
        foreach (var file in done.Rewritten) screen.Warn($"hansard: Lines were removed from {file}; its part of the index is made again.");
        if (done.Missing > 0) screen.Warn($"hansard: A running recorder keeps this index; up to {done.Missing} lines are not in it yet.");
    }

    /// <summary>On the thread that indexes, so that lines come in their order.</summary>
    private sealed class Telling(Screen screen, TimeProvider time) : IProgress<IndexProgress>
    {
        private long last = time.GetTimestamp();

        public void Report(IndexProgress value)
        {
            if (time.GetElapsedTime(last) < Between) return;
            last = time.GetTimestamp();
            screen.Warn(FormattableString.Invariant($"hansard: indexing, {100.0 * value.Bytes / Math.Max(1, value.OfBytes):f0} %, {value.Lines} lines"));
        }
    }
}
