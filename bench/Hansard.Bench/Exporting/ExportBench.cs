using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Hansard.Archive.Export;
using Hansard.Archive.Log;
using Hansard.Archive.Search;
using Hansard.Bench.Measure;
using Hansard.Bench.Recording;
using Hansard.Record.Format;
using Hansard.Record.Prove;

namespace Hansard.Bench.Exporting;

/// <summary>
/// How fast a record leaves in each format, every line of it, by the index, and what checking it takes. Each format is told for two shapes of the record: where a mail for each
/// conversation and day has many lines and where it has few, for there the files cost and not the lines.
/// </summary>
/// <param name="folder">Of the records, which stay for the next run.</param>
internal sealed class ExportBench(string folder, long lines, string? onlyFormat, string? onlyShape, TextWriter output)
{
    private const int LinesPerBatch = 1_000;

    /// <summary>Lines in a second that each format must make.</summary>
    private const double Target = 20_000;

    /// <summary>Of the hash by which exports of two versions are compared.</summary>
    private const int ShownHashDigits = 12;

    public bool Run()
    {
        var isMet = true;
        foreach (var shape in (Offices[])[Offices.Dense, Offices.Sparse])
            if (IsMeant(onlyShape, shape.Name)) isMet &= Run(shape);
        return isMet;
    }

    private bool Run(Offices shape)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{shape.Name}: {shape.Conversations:n0} conversations with {shape.LinesPerDay} lines a day each"));
        RecordLayout layout = new(Path.Combine(folder, shape.Name));
        Fill(layout, shape);
        var exports = Path.Combine(folder, $"exports-{shape.Name}");
        if (Directory.Exists(exports)) Directory.Delete(exports, recursive: true);
        var isMet = true;
        foreach (var format in Enum.GetValues<ExportFormat>())
            if (IsMeant(onlyFormat, format.ToString())) isMet &= Measure(layout, format, Path.Combine(exports, format.ToString()));
        // Only now: a file system takes its time over new files where many were just deleted.
        Directory.Delete(exports, recursive: true);
        return isMet;
    }

    private void Fill(RecordLayout layout, Offices shape)
    {
        using (var log = RecordLog.Open(RecordHold.Take(layout, new PosixDisk()), new LogSettings(RecordBench.Signer, "UTC")))
            for (var seq = log.LastSeq + 1; seq <= lines; seq += LinesPerBatch)
                log.Append([.. Enumerable.Range(0, (int)Math.Min(LinesPerBatch, lines - seq + 1)).Select(n => shape.Line(seq + n))]);
        using var index = RecordIndex.Open(layout, RecordIndex.FolderOf(layout));
        index.CatchUp();
    }

    private bool Measure(RecordLayout layout, ExportFormat format, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
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
        // The list of files has the hash of each, and nothing that differs from run to run.
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(to, "export-files.jsonl"))))[..ShownHashDigits];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {format,-9}{result.Lines:n0} lines in {took:f1} s: {rate:n0} lines/s, {result.Files / took:n0} files/s; {busy * 1_000_000 / result.Lines:f1} µs of processor a line; {result.Files:n0} files, {result.Bytes >> 20:n0} MiB, {hash}; "
            + $"checked in {watch.Elapsed.TotalSeconds:f1} s{(check.Fault is { } fault ? $": {fault}" : "")}; memory {ProcessMeter.ResidentBytes(Environment.ProcessId) >> 20:n0} MiB"));
        return check.IsSound && check.Lines == result.Lines && rate >= Target;
    }

    private static bool IsMeant(string? only, string name) => only is null || string.Equals(only, name, StringComparison.OrdinalIgnoreCase);
}
