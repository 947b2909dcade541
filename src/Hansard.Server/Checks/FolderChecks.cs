using Hansard.Server.Storage;

namespace Hansard.Server.Checks;

/// <summary>The data folder: whose it is, whether somebody works in it, its keys, and what room there is.</summary>
internal sealed class FolderChecks(ServerSettings settings)
{
    private const string Subject = "data folder";
    private const int KeyBytes = 32;
    private const long FreeBytesMinimum = 100L * 1024 * 1024, FreeBytesUsual = 1024L * 1024 * 1024;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public DataFolder Folder { get; } = DataFolder.At(settings.DataFolder);

    /// <summary>A server, or a command, holds the lock at this moment.</summary>
    public bool InUse => field = field || IsLocked();

    public string In(string name) => Path.Combine(Folder.Path, name);

    public IEnumerable<Finding> Of()
    {
        if (!Directory.Exists(Folder.Path))
        {
            yield return Finding.Ok(Subject, $"{Folder.Path} is not there; the first start makes it.");
            yield return Space(new DirectoryInfo(Folder.Path));
            yield break;
        }
        yield return Rights();
        if (Folder.IsBeingRestored) yield return Finding.Error(Subject, "A restore into it is not finished.", "Run 'hansard restore' again.");
        yield return Finding.Ok("folder lock", InUse ? "held: a server or a command works in the folder." : "free: no server runs in the folder.");
        yield return Space(new DirectoryInfo(Folder.Path));
        yield return Key("journal.key");
        yield return Key("server.key");
    }

    private Finding Rights()
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(Folder.Path).Any();
        }
        catch (UnauthorizedAccessException)
        {
            return Finding.Error(Subject, $"{Folder.Path} may not be read.", "Run the command as the user who runs the server, or give him the folder.");
        }
        return (File.GetUnixFileMode(Folder.Path) & Others) == 0
            ? Finding.Ok(Subject, $"{Folder.Path}, its owner's alone.")
            : Finding.Warning(Subject, $"{Folder.Path} can be looked into by others.", $"chmod 700 {Folder.Path}");
    }

    private Finding Key(string name)
    {
        FileInfo file = new(In(name));
        // With PostgreSQL a store may be there that needs the key; that is asked when the database is.
        if (!file.Exists)
            return Folder.HasDatabase && settings.Database is null ? Finding.Error(name, "is missing, and the store needs it.", "Restore it from a backup.") : Finding.Ok(name, "is not there; the first start makes it.");
        if (file.Length != KeyBytes) return Finding.Error(name, $"holds {file.Length} bytes instead of {KeyBytes}.", "Restore it from a backup.");
        return (file.UnixFileMode & Others) == 0 ? Finding.Ok(name, "is there, its owner's alone.") : Finding.Warning(name, "can be read by others.", $"chmod 600 {file.FullName}");
    }

    private static Finding Space(DirectoryInfo folder)
    {
        DirectoryInfo there = folder;
        while (!there.Exists && there.Parent is { } parent) there = parent;
        long free = new DriveInfo(there.FullName).AvailableFreeSpace;
        string says = $"{free / (1024 * 1024):N0} MiB are free.";
        if (free < FreeBytesMinimum) return Finding.Error("disk", says, "Make room: a server that cannot write answers nothing.");
        return free < FreeBytesUsual ? Finding.Warning("disk", says, "Make room.") : Finding.Ok("disk", says);
    }

    /// <summary>Only where there is a file for it, since none is to be made.</summary>
    private bool IsLocked()
    {
        if (!File.Exists(In("lock"))) return false;
        try
        {
            new FileStream(In("lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
