using Hansard.Bench.Measure;

namespace Hansard.Bench.Files;

/// <summary>What moving one file took.</summary>
/// <param name="Bytes">Of the file before encryption.</param>
/// <param name="ServerPeakBytes">The most that the server's process had resident meanwhile; of the client likewise.</param>
/// <param name="ServerBeforeBytes">What it had before; of the client likewise.</param>
internal sealed record FileRow(string Way, long Bytes, double Seconds, long ServerBeforeBytes, long ServerPeakBytes, long ClientBeforeBytes, long ClientPeakBytes);

internal sealed record FileResults(Machine Machine, Disk Disk, IReadOnlyList<FileRow> Rows)
{
    private const double Mebi = 1 << 20;

    /// <summary>A name that sorts by time and says what was measured.</summary>
    public string FileName => $"{Machine.At:yyyyMMdd-HHmmss}-{Machine.Commit}-files.json";

    public void Print(TextWriter output)
    {
        output.WriteLine($"{Machine.Processor}, {Machine.Cores} cores, commit {Machine.Commit}, {Machine.At:u}");
        foreach (var row in Rows)
        {
            output.WriteLine(
                $"{row.Way,-8} {row.Bytes / Mebi,6:f0} MiB, {row.Seconds:f1} s, {row.Bytes / Mebi / row.Seconds:f0} MiB/s; resident MiB: server {row.ServerBeforeBytes / Mebi:f0}, "
                + $"at most {row.ServerPeakBytes / Mebi:f0}; client {row.ClientBeforeBytes / Mebi:f0}, at most {row.ClientPeakBytes / Mebi:f0}");
        }
    }
}
