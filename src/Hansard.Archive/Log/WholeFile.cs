namespace Hansard.Archive.Log;

/// <summary>Small files that are there as a whole or not at all: written beside, made durable, and put in place by a rename.</summary>
internal static class WholeFile
{
    /// <summary>Ends the name of a file that is not in place yet.</summary>
    public const string Unfinished = ".new";

    /// <summary>Puts the content in place. It is durable, its name only after <see cref="IRecordDisk.SyncFolder"/>, so that one flush does for many files.</summary>
    public static void Put(IRecordDisk disk, string path, ReadOnlySpan<byte> content)
    {
        using (var file = disk.OpenOrCreate(path + Unfinished))
        {
            file.Write(content, 0);
            file.Truncate(content.Length);
            file.Sync();
        }
        disk.Rename(path + Unfinished, path);
    }

    /// <summary>Null where there is no such file.</summary>
    public static byte[]? Read(IRecordDisk disk, string path)
    {
        if (disk.Length(path) is null) return null;
        using var file = disk.Open(path);
        var content = new byte[file.Length];
        file.Read(content, 0);
        return content;
    }
}
