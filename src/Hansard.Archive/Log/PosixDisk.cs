using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Hansard.Archive.Log;

/// <summary>The real disk.</summary>
public sealed class PosixDisk : IRecordDisk
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    public void CreateFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(Path.GetFullPath(folder))!;
        CreateFolder(parent);
        Directory.CreateDirectory(folder, OwnFolder);
        SyncFolder(parent);
    }

    public IReadOnlyList<string> Files(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder) : [];

    public long? Length(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : null;
    }

    public IRecordFile OpenOrCreate(string path) => new PosixFile(path, FileMode.OpenOrCreate);

    public IRecordFile Open(string path) => new PosixFile(path, FileMode.Open);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void RenameNew(string from, string to) => File.Move(from, to, overwrite: false);

    public void Remove(string path) => File.Delete(path);

    public void RemoveFolder(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    public void SyncFolder(string folder)
    {
        // The platform opens no folders, so this asks the C library.
        var descriptor = open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
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

    public IDisposable Lock(string path) =>
        new FileStream(path, Options(FileMode.OpenOrCreate, FileShare.None));

    private static FileStreamOptions Options(FileMode mode, FileShare share) => new()
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = share,
        BufferSize = 0,
        UnixCreateMode = mode == FileMode.OpenOrCreate ? OwnFile : null,
    };

    private static IOException Refused(string folder) => new($"{folder}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    private sealed class PosixFile(string path, FileMode mode) : IRecordFile
    {
        private readonly FileStream stream = new(path, Options(mode, FileShare.ReadWrite | FileShare.Delete));

        public long Length => RandomAccess.GetLength(stream.SafeFileHandle);

        public void Read(Span<byte> buffer, long offset)
        {
            while (!buffer.IsEmpty)
            {
                var read = RandomAccess.Read(stream.SafeFileHandle, buffer, offset);
                if (read == 0) throw new EndOfStreamException($"{path} ends at {offset}");
                buffer = buffer[read..];
                offset += read;
            }
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(stream.SafeFileHandle, bytes, offset);

        public void Truncate(long length) => RandomAccess.SetLength(stream.SafeFileHandle, length);

        public void Sync() => RandomAccess.FlushToDisk(stream.SafeFileHandle);

        public void Dispose() => stream.Dispose();
    }

    private const int ReadOnly = 0;

    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
}
