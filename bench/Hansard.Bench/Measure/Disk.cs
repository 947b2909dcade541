using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Bench.Measure;

/// <summary>What the disk under a folder takes to make 4 KiB durable: the floor under every answer of the server.</summary>
internal sealed partial record Disk(string FileSystem, double FdatasyncP50Ms, double FdatasyncP99Ms)
{
    private const int Writes = 200;
    private const int BlockBytes = 4096;

    public static Disk Measure(string folder)
    {
        var path = Path.Combine(folder, "fdatasync.probe");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, options: FileOptions.DeleteOnClose);
        var block = new byte[BlockBytes];
        var times = new double[Writes];
        for (var i = 0; i < Writes; i++)
        {
            var started = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, block, (long)i * BlockBytes);
            if (fdatasync(file) != 0) throw new LoadFailure($"fdatasync fails in {folder}");
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        Array.Sort(times);
        return new Disk(FileSystemOf(folder), times[Writes / 2], times[Writes * 99 / 100]);
    }

    /// <summary>The type of the mount with the longest matching path.</summary>
    private static string FileSystemOf(string folder) =>
        File.ReadLines("/proc/mounts").Select(line => line.Split(' '))
            .Where(mount => mount[1] == "/" || folder == mount[1] || folder.StartsWith(mount[1] + "/", StringComparison.Ordinal))
            .MaxBy(mount => mount[1].Length)![2];

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);
}
