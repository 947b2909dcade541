using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hansard.Server.Storage;

/// <summary>Files that are on the disk, under their name, when a call returns. They are their owner's alone.</summary>
internal static partial class DurableFile
{
    private const int BufferBytes = 1024 * 1024;
    private const int ReadOnly = 0;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    /// <summary>Copies a file under a name at which there may be an unfinished one; the copy has this name once it is whole.</summary>
    /// <returns>What was copied, which is what the file's readers see.</returns>
    public static async Task<(long Bytes, string Sha256)> Copy(string from, string to, CancellationToken cancellation)
    {
        string unfinished = to + ".new";
        (long, string) copied;
        await using (FileStream source = new(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        await using (FileStream target = Make(unfinished))
        {
            copied = await Hash(source, target, cancellation);
            target.Flush(flushToDisk: true);
        }
        Rename(unfinished, to);
        return copied;
    }

    public static async Task<(long Bytes, string Sha256)> Hash(string path, CancellationToken cancellation)
    {
        await using FileStream source = File.OpenRead(path);
        return await Hash(source, Stream.Null, cancellation);
    }

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string unfinished = path + ".new";
        using (FileStream file = Make(unfinished))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        Rename(unfinished, path);
    }

    /// <summary>Brings to the disk what another program has written.</summary>
    public static void Sync(string path)
    {
        using (FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite)) file.Flush(flushToDisk: true);
        File.SetUnixFileMode(path, OwnFile);
        SyncFolder(FolderOf(path));
    }

    public static void Delete(string path)
    {
        File.Delete(path);
        SyncFolder(FolderOf(path));
    }

    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path)) return;
        MakeFolder(FolderOf(path));
        Directory.CreateDirectory(path, OwnFolder);
        SyncFolder(FolderOf(path));
    }

    private static async Task<(long, string)> Hash(Stream source, Stream target, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferBytes];
        long bytes = 0;
        for (int read; (read = await source.ReadAsync(buffer, cancellation)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static FileStream Make(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, UnixCreateMode = OwnFile });

    /// <summary>A file has another name, and keeps it. What stood under that name before is gone.</summary>
    public static void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        SyncFolder(FolderOf(to));
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>A new name is on the disk when its folder is. The platform opens no folders, so this asks the C library.</summary>
    private static void SyncFolder(string folder)
    {
        int descriptor = open(folder, ReadOnly);
        if (descriptor < 0) throw Refused(folder);
        try
        {
            if (fsync(descriptor) != 0) throw Refused(folder);
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    private static IOException Refused(string folder) => new($"{folder}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
