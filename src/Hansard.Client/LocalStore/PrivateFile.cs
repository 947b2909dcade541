namespace Hansard.Client.LocalStore;

/// <summary>Files that only their owner may read, replaced as a whole: a reader sees the old content or the new, never a part of one.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = path + ".new";
        using (var file = new FileStream(unfinished, Options(FileMode.Create, FileShare.None)))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Makes an empty file where there is none.</summary>
    public static void Touch(string path) => new FileStream(path, Options(FileMode.OpenOrCreate, FileShare.ReadWrite)).Dispose();

    /// <summary>Null where there is no such file.</summary>
    public static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A file that is held for as long as the stream is open; null when another process holds it.</summary>
    public static FileStream? Lock(string path)
    {
        try
        {
            return new FileStream(path, Options(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
