using System.Security.Cryptography;
using Hansard.Archive.Log;

namespace Hansard.Archive.Attachments;

/// <summary>An attachment that is being written, under a name that no line ever has; what is hashed is what is written.</summary>
public sealed class IncomingFile : IDisposable
{
    private readonly IRecordDisk disk;
    private readonly IRecordFile file;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal IncomingFile(IRecordDisk disk, string path)
    {
        (this.disk, Path) = (disk, path);
        file = disk.OpenOrCreate(path);
    }

    internal string Path { get; }

    public long Length { get; private set; }

    /// <summary>Pieces so far.</summary>
    public long Pieces { get; private set; }

    /// <summary>SHA-256 of what came so far, lower-case hex.</summary>
    public string Sha256 => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>Adds a piece at the end.</summary>
    /// <exception cref="RecordHaltedException">The disk refused: this one is of no more use.</exception>
    public void Write(ReadOnlySpan<byte> piece)
    {
        try
        {
            file.Write(piece, Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordHaltedException(Path, e);
        }
        hash.AppendData(piece);
        Length += piece.Length;
        Pieces++;
    }

    /// <summary>Removes what was written. A disk that refuses this too is asked again at the next start.</summary>
    public void Discard()
    {
        Dispose();
        try
        {
            disk.Remove(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The sweep of the next start finds it.
        }
    }

    internal void Sync() => file.Sync();

    public void Dispose()
    {
        file.Dispose();
        hash.Dispose();
    }
}
