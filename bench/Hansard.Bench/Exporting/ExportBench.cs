using System.Diagnostics;
using System.Globalization;
using Hansard.Archive.Export;
using Hansard.Archive.Log;
using Hansard.Archive.Search;
using Hansard.Bench.Measure;
using Hansard.Bench.Recording;
using Hansard.Record.Format;
using Hansard.Record.Prove;

namespace Hansard.Bench.Exporting;

/// <summary>How fast a record leaves in each format, and what checking it takes: a week of a large company, every line of it, by the index.</summary>
/// <param name="folder">Of the record, which stays for the next run.</param>
/// <param name="ofYear">How many lines the whole year has: the fewer, the fewer of them stand in one conversation and day.</param>
internal sealed class ExportBench(string folder, long lines, long ofYear, string? only, TextWriter output)
{
    private const int LinesPerBatch = 1_000;

    /// <summary>Lines in a second that each format must make.</summary>
    private const double Target = 20_000;

    public bool Run()
    {
        RecordLayout layout = new(Path.Combine(folder, "record"));
        Fill(layout);
        var isMet = true;
        foreach (var format in Enum.GetValues<ExportFormat>())
            if (only is null || string.Equals(only, format.ToString(), StringComparison.OrdinalIgnoreCase)) isMet &= Measure(layout, format);
        return isMet;
    }

    private void Fill(RecordLayout layout)
    {
        using (var log = RecordLog.Open(RecordHold.Take(layout, new PosixDisk()), new LogSettings(RecordBench.Signer, "UTC")))
            for (var seq = log.LastSeq + 1; seq <= lines; seq += LinesPerBatch)
                log.Append([.. Enumerable.Range(0, (int)Math.Min(LinesPerBatch, lines - seq + 1)).Select(n => Spoken.Line(seq + n, ofYear))]);
        using var index = RecordIndex.Open(layout, RecordIndex.FolderOf(layout));
        index.CatchUp();
    }

    private bool Measure(RecordLayout layout, ExportFormat format)
    {
        var to = Path.Combine(folder, $"export-{format}");
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        using var index = RecordIndex.Open(layout, RecordIndex.FolderOf(layout));
        var plan = ExportPlan.Of(layout, RecordBench.Signer.Key, to, format, SelectionJson.Of(Selection.Everything));
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var result = RecordExport.Run(plan, IndexedSource.Of(layout, plan.Key, index, Selection.Everything), () => { }, TimeProvider.System, _ => { }, CancellationToken.None);
        var took = watch.Elapsed.TotalSeconds;
        var busy = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        watch.Restart();
        var check = ExportCheck.Run(to, plan.Key);
        var rate = result.Lines / took;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{format,-9}{result.Lines:n0} lines in {took:f1} s: {rate:n0} lines/s, {busy:f1} s of processors; {result.Files:n0} files, {result.Bytes >> 20:n0} MiB; checked in {watch.Elapsed.TotalSeconds:f1} s{(check.Fault is { } fault ? $": {fault}" : "")}; "
            + $"memory {ProcessMeter.ResidentBytes(Environment.ProcessId) >> 20:n0} MiB"));
        Directory.Delete(to, recursive: true);
        return check.IsSound && check.Lines == result.Lines && rate >= Target;
    }
}
