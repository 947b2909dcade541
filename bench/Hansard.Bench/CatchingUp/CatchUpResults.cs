using Hansard.Bench.Measure;

namespace Hansard.Bench.CatchingUp;

/// <summary>How long it took until the last device had all that it missed.</summary>
/// <param name="Seconds">From the first connect.</param>
/// <param name="ServerPeakBytes">The most that the server's process ever had resident until then.</param>
internal sealed record CatchUpRow(string Workload, string Engine, int Devices, int MissedEach, double Seconds, long ServerPeakBytes);

internal sealed record CatchUpResults(Machine Machine, Disk Disk, IReadOnlyList<CatchUpRow> Rows)
{
    /// <summary>A name that sorts by time and says what was measured.</summary>
    public string FileName => $"{Machine.At:yyyyMMdd-HHmmss}-{Machine.Commit}-catchup.json";

    public void Print(TextWriter output)
    {
        output.WriteLine($"{Machine.Processor}, {Machine.Cores} cores, commit {Machine.Commit}, {Machine.At:u}");
        foreach (var row in Rows) output.WriteLine($"{row.Workload}, {row.Engine}: {row.MissedEach:n0} missed each, {row.Seconds:f2} s, server's peak {row.ServerPeakBytes / 1048576.0:f0} MB");
    }
}
