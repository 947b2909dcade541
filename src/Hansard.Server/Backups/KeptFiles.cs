using System.Runtime.CompilerServices;
using Hansard.Server.Storage;

namespace Hansard.Server.Backups;

/// <summary>
/// The files of a data folder that belong in a backup: its keys, and all that is not the database, a matter of the running process, or somebody
/// else's. Whoever keeps new files there need not know of this.
/// </summary>
internal static class KeptFiles
{
    private const string Unfinished = ".new";

    /// <summary>The database is copied in its own way; a recorder's folder, which <c>hansard up</c> puts here, has a backup of its own.</summary>
    private static readonly string[] Others = ["lock", "admin.sock", "outbox", "recorder"];

    public static async IAsyncEnumerable<BackupFile> Copy(DataFolder folder, string to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (string path in Of(folder.Path, ""))
        {
            DurableFile.MakeFolder(Path.GetDirectoryName(Path.Combine(to, path))!);
            if (await TryCopy(Path.Combine(folder.Path, path), Path.Combine(to, path), cancellation) is { } copied) yield return new BackupFile(path, copied.Bytes, copied.Sha256);
        }
    }

    private static async Task<(long Bytes, string Sha256)?> TryCopy(string from, string to, CancellationToken cancellation)
    {
        try
        {
            return await DurableFile.Copy(from, to, cancellation);
        }
        catch (FileNotFoundException)
        {
            // The server has removed it meanwhile.
            return null;
        }
    }

    /// <summary>Relative to the folder, in a fixed order.</summary>
    private static IEnumerable<string> Of(string root, string within)
    {
        DirectoryInfo folder = new(Path.Combine(root, within));
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            string path = Path.Combine(within, entry.Name);
            if (within.Length == 0 && (Others.Contains(entry.Name) || entry.Name.StartsWith("hansard.db", StringComparison.Ordinal))) continue;
            if (entry.LinkTarget is not null || entry.Name.EndsWith(Unfinished, StringComparison.Ordinal)) continue;
            if (entry is not DirectoryInfo) yield return path;
            else
                foreach (string inner in Of(root, path)) yield return inner;
        }
    }
}
