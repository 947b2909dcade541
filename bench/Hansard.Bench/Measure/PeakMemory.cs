using System.Globalization;

namespace Hansard.Bench.Measure;

/// <summary>The most memory that a process ever had resident (proc(5), VmHWM).</summary>
internal static class PeakMemory
{
    public static long Bytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line["VmHWM:".Length..^" kB".Length].Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
