using System.Globalization;
using System.Text;
using Hansard.Archive.Log;

namespace Hansard.Archive.Copy;

/// <summary>How far a copy has come, in a small file: where to, and a few numbers. What it says has certainly been copied; more may have been.</summary>
internal sealed class CopyCursor
{
    private const string Heading = "hansard-copy/1";

    private readonly IRecordDisk disk;
    private readonly string path;
    private readonly string target;

    private CopyCursor(IRecordDisk disk, string path, string target, long[] at) => (this.disk, this.path, this.target, At) = (disk, path, target, at);

    /// <summary>All of them 0 where nothing was copied to this target yet.</summary>
    public IReadOnlyList<long> At { get; private set; }

    /// <exception cref="IOException">The disk refuses.</exception>
    public static CopyCursor Open(IRecordDisk disk, string path, string target, int numbers)
    {
        var at = new long[numbers];
        if (WholeFile.Read(disk, path) is { } bytes && Encoding.UTF8.GetString(bytes).Split('\n') is [Heading, var kept, var values, ""] && kept == target)
        {
            var read = values.Split(' ').Select(value => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
            if (read.Length == numbers && read.All(number => number >= 0)) at = read;
        }
        return new CopyCursor(disk, path, target, at);
    }

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="IOException">The disk refuses; the same call may be repeated.</exception>
    public void Keep(params long[] at)
    {
        WholeFile.Put(disk, path, Encoding.UTF8.GetBytes($"{Heading}\n{target}\n{string.Join(' ', at)}\n"));
        disk.SyncFolder(Path.GetDirectoryName(path)!);
        At = at;
    }
}
