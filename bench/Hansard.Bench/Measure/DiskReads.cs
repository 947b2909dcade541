using System.Globalization;

namespace Hansard.Bench.Measure;

/// <summary>What the whole machine has read from its disks, as the kernel counts it (proc(5), vmstat): nothing where everything is in the page cache.</summary>
internal static class DiskReads
{
    private const string Counter = "pgpgin ";

    public static long Kibibytes() =>
        long.Parse(File.ReadLines("/proc/vmstat").First(line => line.StartsWith(Counter, StringComparison.Ordinal)).AsSpan(Counter.Length), CultureInfo.InvariantCulture);
}
