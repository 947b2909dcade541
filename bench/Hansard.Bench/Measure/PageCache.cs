using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Bench.Measure;

/// <summary>What the kernel keeps in memory of the files below a folder.</summary>
internal static partial class PageCache
{
    private const int DoNotNeed = 4;
    private const int BufferBytes = 1024 * 1024;

    /// <summary>Reads everything, so that as much as there is room for is in memory.</summary>
    public static void Load(string folder)
    {
        byte[] buffer = new byte[BufferBytes];
        ForEach(folder, file =>
        {
            for (long at = 0, read; (read = RandomAccess.Read(file, buffer, at)) > 0; at += read) ;
        });
    }

    /// <summary>Lets go of everything that is on the disk (posix_fadvise(2)); what programs keep for themselves stays.</summary>
    public static void Drop(string folder) => ForEach(folder, file => _ = posix_fadvise(file, 0, 0, DoNotNeed));

    private static void ForEach(string folder, Action<SafeFileHandle> act)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            try
            {
                using SafeFileHandle file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
                act(file);
            }
            catch (IOException)
            {
                // A socket, or gone meanwhile.
            }
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int posix_fadvise(SafeFileHandle file, long offset, long length, int advice);
}
