namespace Hansard.Archive.Log;

/// <summary>Everything that the record asks of a disk. The other implementation is in the tests, where each call fails once.</summary>
/// <remarks>Every member throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the disk refuses.</remarks>
public interface IRecordDisk
{
    /// <summary>Makes the folder and those above it, readable by this account alone, durable before it returns; existing ones stay as they are.</summary>
    void CreateFolder(string folder);

    /// <summary>The paths of the folder's files; none where there is no folder.</summary>
    IReadOnlyList<string> Files(string folder);

    /// <summary>Bytes of the file that this path leads to now, or null where it leads to none.</summary>
    long? Length(string path);

    /// <summary>Opens for reading and writing, creating an empty file (readable by this account alone) where there is none.</summary>
    IRecordFile OpenOrCreate(string path);

    /// <summary>Opens for reading and writing what must be there.</summary>
    IRecordFile Open(string path);

    /// <summary>Gives a file another name, in place of what had it; durable after <see cref="SyncFolder"/> of its folder.</summary>
    void Rename(string from, string to);

    /// <summary>Gives a file a name that nothing has; durable after <see cref="SyncFolder"/> of its folder.</summary>
    /// <exception cref="IOException">Something has it.</exception>
    void RenameNew(string from, string to);

    /// <summary>Removes a file; nothing where there is none.</summary>
    void Remove(string path);

    /// <summary>Removes a folder and the files in it; nothing where there is none.</summary>
    void RemoveFolder(string folder);

    /// <summary>Makes the folder's list of files durable: a new file survives a power cut only after this.</summary>
    void SyncFolder(string folder);

    /// <summary>Keeps the file for this process until disposed, or until the process dies however it dies.</summary>
    /// <exception cref="IOException">Another process holds it.</exception>
    IDisposable Lock(string path);
}

/// <summary>One open file.</summary>
public interface IRecordFile : IDisposable
{
    long Length { get; }

    /// <summary>Fills the buffer from the offset; the file must have that much.</summary>
    void Read(Span<byte> buffer, long offset);

    void Write(ReadOnlySpan<byte> bytes, long offset);

    void Truncate(long length);

    /// <summary>Returns when what was written is on the disk itself.</summary>
    void Sync();
}
