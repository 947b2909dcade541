using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Hansard.Archive.Export;

/// <summary>A file of an export.</summary>
/// <param name="Name">Relative to the export's folder, with forward slashes.</param>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record WrittenFile([property: JsonPropertyOrder(1)] string Name, [property: JsonPropertyOrder(0)] long Bytes, [property: JsonPropertyOrder(2)] string Sha256);

/// <summary>A file that is written once, from beginning to end, and hashed on the way.</summary>
internal sealed class HashedFile : Stream
{
    private const int BufferBytes = 1 << 17;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string name;
    private readonly FileStream file;
    // Rented: an export of mails makes one of these for every few lines.
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    /// <summary>Null while all of it is in the buffer: most files of mails are small.</summary>
    private IncrementalHash? sha256;
    private int filled;
    private bool disposed;
    private long flushed;

    private HashedFile(string name, FileStream file) => (this.name, this.file) = (name, file);

    /// <summary>Begins a file anew, also where an export that was interrupted has left one.</summary>
    public static HashedFile Create(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new HashedFile(name, new FileStream(path, new FileStreamOptions
        {
            // Where there is nothing, nothing is cut: some file systems write a file that was cut to the disk as soon as it is closed.
            Mode = File.Exists(path) ? FileMode.Create : FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0, UnixCreateMode = OwnFile,
        }));
    }

    public override long Length => flushed + filled;

    public override long Position { get => Length; set => throw new NotSupportedException(); }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var fitting = Math.Min(bytes.Length, BufferBytes - filled);
            bytes[..fitting].CopyTo(buffer.AsSpan(filled));
            filled += fitting;
            bytes = bytes[fitting..];
            if (filled == BufferBytes) Spill();
        }
    }

    public override void Write(byte[] bytes, int offset, int count) => Write(bytes.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    /// <summary>The file as it is now; nothing may be written after it.</summary>
    public WrittenFile Finish()
    {
        byte[] hash;
        if (sha256 is null)
        {
            hash = SHA256.HashData(buffer.AsSpan(0, filled));
            Put();
        }
        else
        {
            Spill();
            hash = sha256.GetHashAndReset();
        }
        file.Dispose();
        return new WrittenFile(name, flushed, Convert.ToHexStringLower(hash));
    }

    /// <summary>Writers on top of this flush often, and a small file is to be written at once.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] bytes, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            ArrayPool<byte>.Shared.Return(buffer);
            file.Dispose();
            sha256?.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Spill()
    {
        if (filled == 0) return;
        (sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256)).AppendData(buffer, 0, filled);
        Put();
    }

    private void Put()
    {
        file.Write(buffer, 0, filled);
        flushed += filled;
        filled = 0;
    }
}
