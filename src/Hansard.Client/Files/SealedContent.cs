using System.Net;
using System.Net.Http.Headers;

namespace Hansard.Client.Files;

/// <summary>A part of an encrypted file as the body of a request: encrypted while it is sent, one chunk in memory.</summary>
/// <param name="offset">Where in the encrypted file it begins, in bytes.</param>
/// <param name="alive">Told after each write that the transfer goes on.</param>
internal sealed class SealedContent : HttpContent
{
    private readonly FileStream source;
    private readonly FileCipher cipher;
    private readonly long offset;
    private readonly long count;
    private readonly Action<long> alive;

    public SealedContent(FileStream source, FileCipher cipher, long offset, long count, Action<long> alive)
    {
        (this.source, this.cipher, this.offset, this.count, this.alive) = (source, cipher, offset, count, alive);
        Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        Headers.ContentLength = count;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var (plaintext, box) = (new byte[FileCipher.ChunkBytes], new byte[FileCipher.SealedChunkBytes]);
        var last = FileCipher.Chunks(source.Length) - 1;
        var (chunk, skip) = (offset / FileCipher.SealedChunkBytes, (int)(offset % FileCipher.SealedChunkBytes));
        source.Position = chunk * FileCipher.ChunkBytes;
        for (long sent = 0; sent < count; chunk++, skip = 0)
        {
            var read = await source.ReadAtLeastAsync(plaintext, plaintext.Length, throwOnEndOfStream: false, cancellationToken);
            var length = read + FileCipher.SealedChunkBytes - FileCipher.ChunkBytes;
            cipher.Seal(chunk, chunk == last, plaintext.AsSpan(0, read), box.AsSpan(0, length));
            var some = (int)Math.Min(count - sent, length - skip);
            if (some <= 0) throw new IOException("The file has become shorter while it was sent.");
            await stream.WriteAsync(box.AsMemory(skip, some), cancellationToken);
            sent += some;
            alive(offset + sent);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = count;
        return true;
    }
}
