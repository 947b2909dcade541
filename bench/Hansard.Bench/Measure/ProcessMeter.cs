using System.Globalization;

namespace Hansard.Bench.Measure;

/// <summary>What the kernel has counted for a process (proc(5)).</summary>
internal static class ProcessMeter
{
    /// <summary>USER_HZ, which is 100 on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    private const int UserTime = 11;
    private const int SystemTime = 12;

    /// <summary>Seconds of processor time since the process started, in steps of 10 ms.</summary>
    public static double CpuSeconds(int process)
    {
        // The name, in brackets, may hold blanks; the numbers are counted from behind it.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[UserTime]) + Number(fields[SystemTime])) / TicksPerSecond;
    }

    /// <summary>Seconds that all processors together were busy since the machine started, the kernel's work included.</summary>
    public static double MachineCpuSeconds()
    {
        const int Idle = 3;
        const int WaitingForDisk = 4;
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(Number).ToArray();
        return (fields.Sum() - fields[Idle] - fields[WaitingForDisk]) / TicksPerSecond;
    }

    public static long ResidentBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
