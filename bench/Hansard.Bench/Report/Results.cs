using System.Text.Json.Nodes;
using Hansard.Bench.Measure;

namespace Hansard.Bench.Report;

/// <summary>Everything one run of the bench found out, as it is kept.</summary>
/// <param name="Limits">The limits that were raised for the run.</param>
internal sealed record Results(
    Machine Machine, Disk Disk, JsonNode? Limits, double WarmUpSeconds, double MeasuredSeconds,
    IReadOnlyList<Row> Rows, IReadOnlyList<IdleRow> Idle)
{
    public void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{Machine.Processor}, {Machine.Cores} cores, Linux {Machine.Kernel}, {Machine.Runtime}");
        output.WriteLine($"commit {Machine.Commit}, {Machine.At:u}");
        output.WriteLine($"{Disk.FileSystem}: 4 KiB and fdatasync: {Disk.FdatasyncP50Ms:f2} ms (p50), {Disk.FdatasyncP99Ms:f2} ms (p99)");
        output.WriteLine($"{WarmUpSeconds} s of warm-up, {MeasuredSeconds} s measured; limits raised: {Limits?.ToJsonString()}");
        output.WriteLine();
        if (Rows.Count > 0) output.WriteLine(Table.Of(Rows));
        if (Idle.Count > 0) output.WriteLine(Table.Of(Idle));
    }

    /// <summary>A name that sorts by time and says what was measured.</summary>
    public string FileName => $"{Machine.At:yyyyMMdd-HHmmss}-{Machine.Commit}.json";
}
