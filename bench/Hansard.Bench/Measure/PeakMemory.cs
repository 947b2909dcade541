using System.Globalization;

namespace Hansard.Bench.Measure;

/// <summary>The most memory that a process ever had resident (proc(5), VmHWM).</summary>
internal static class PeakMemory
{
    /// <summary>What clear_refs takes for forgetting the peak so far.</summary>
    private const string ForgetPeak = "5";

    /// <summary>From now on the peak is counted anew.</summary>
    public static void Forget(int process) => File.WriteAllText($"/proc/{process}/clear_refs", ForgetPeak);

    public static long Bytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line["VmHWM:".Length..^" kB".Length].Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
