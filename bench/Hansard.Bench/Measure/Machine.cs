using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hansard.Bench.Measure;

/// <summary>Where and of what a measurement was taken.</summary>
internal sealed record Machine(
    string Processor, int Cores, long MemoryBytes, string Kernel, string Runtime, string Commit, DateTimeOffset At)
{
    public static Machine Here(TimeProvider time) => new(
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        RuntimeInformation.FrameworkDescription,
        Git("describe --always --dirty --abbrev=12"),
        time.GetUtcNow());

    private static string Git(string arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var answer = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return git.ExitCode == 0 ? answer : "unknown";
    }
}
