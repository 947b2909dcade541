using System.Net;
using System.Net.Sockets;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Files;

namespace Hansard.Client.Files;

/// <summary>
/// Brings the bytes of files as they were before encryption, chunk after chunk, in the same memory whatever their size, through connections that
/// break. Whether the whole is what its message says, its hash, is for the caller to check.
/// </summary>
public sealed class FileDownloads : IDisposable
{
    /// <summary>Times in a row that the server answers without giving the file; a URL may have become too old on its way.</summary>
    private const int RefusalsMaximum = 2;

    private static readonly Failure Altered = Failure.Invalid("The file is not the one that was sent: it was altered, cut off or belongs to another message.");

    private readonly FileTransport transport;
    private readonly BackOff backOff;
    private readonly TimeProvider time;

    internal FileDownloads(FileTransport transport, BackOff backOff, TimeProvider time) => (this.transport, this.backOff, this.time) = (transport, backOff, time);

    /// <param name="server">That gives the URLs: they may lead to no place that is guarded less.</param>
    /// <param name="silence">After which a transfer in which nothing moves is begun again.</param>
    public FileDownloads(Uri server, TimeSpan silence, BackOff backOff, TimeProvider time) : this(new FileTransport(server, silence, time), backOff, time)
    {
    }

    /// <summary>Tries in a row in which nothing comes through before it is given up; whoever has something else to see to takes fewer.</summary>
    public int FruitlessMaximum { get; init; } = 8;

    /// <summary>Fetches a file, from a chunk on.</summary>
    /// <param name="connection">Over which the server is asked for URLs.</param>
    /// <param name="first">Chunks before it are there already.</param>
    /// <param name="take">Called with each chunk in order; the memory is good until it returns. What it throws comes out here.</param>
    /// <returns>
    /// Null when everything was taken. <c>notFound</c>: the server has no such file, or not yet; <c>invalid</c>: what it has is another;
    /// <c>disconnected</c>: it did not get through; other refusals are the server's.
    /// </returns>
    public Task<Failure?> FetchAsync(
        MessengerConnection connection, ConversationUuid conversation, MessageUuid message, ContentFile file, long first, Func<ReadOnlyMemory<byte>, Task> take, CancellationToken cancellation) =>
        FetchAsync(request => connection.SendAsync(request, cancellation), conversation, message, file, first, take, cancellation);

    internal async Task<Failure?> FetchAsync(
        Func<RequestGetFilesFast, Task<Result<ResponseFiles>>> ask, ConversationUuid conversation, MessageUuid message, ContentFile file, long first,
        Func<ReadOnlyMemory<byte>, Task> take, CancellationToken cancellation)
    {
        var key = Base64.Decode(file.KeyBase64);
        if (!key.Succeeded || key.Value.Length != FileCipher.KeyBytes || file.ChunkBytes != FileCipher.ChunkBytes || file.Size < 0) return Failure.Invalid("The message does not say how its file opens.");
        using FileCipher cipher = new(key.Value, conversation, message);
        var chunks = FileCipher.Chunks(file.Size);
        var (next, fruitless, refusals) = (first, 0, 0);
        while (next < chunks)
        {
            var url = await UrlAsync(ask, conversation, message, file);
            if (!url.Succeeded) return url.Failure;
            var from = next;
            var (status, wrong) = (HttpStatusCode.RequestTimeout, false);
            try
            {
                status = await transport.ReadAsync(url.Value, from * FileCipher.SealedChunkBytes, async (bytes, alive, quiet) =>
                    wrong = !await TakeAsync(bytes, file.Size, cipher, next, async chunk =>
                    {
                        await take(chunk);
                        next++;
                        alive();
                    }, quiet), cancellation);
            }
            catch (Exception broken) when (broken is HttpRequestException or EndOfStreamException or HttpIOException or IOException { InnerException: SocketException } || (broken is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                // The connection, or nothing moved any more; the next URL goes on from the last whole chunk.
            }
            if (wrong) return Altered;
            if (status == HttpStatusCode.NotFound) return Failure.NotFound("The file is there no more.");
            refusals = IsRefusal(status) ? refusals + 1 : 0;
            if (refusals > RefusalsMaximum) return Failure.Forbidden($"The server refuses the file with {(int)status}.");
            fruitless = next > from ? 0 : fruitless + 1;
            if (fruitless > FruitlessMaximum) return ClientStatus.DisconnectedBecause("The file did not get through; fetch it again to go on.");
            if (next < chunks) await Task.Delay(backOff.Before(fruitless), time, cancellation);
        }
        return null;
    }

    public void Dispose() => transport.Dispose();

    /// <summary>False for an answer that another moment may change, and for what is none.</summary>
    private static bool IsRefusal(HttpStatusCode status) => status is not (HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestTimeout
        or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout);

    private async Task<Result<string>> UrlAsync(Func<RequestGetFilesFast, Task<Result<ResponseFiles>>> ask, ConversationUuid conversation, MessageUuid message, ContentFile file)
    {
        var answer = await ask(new RequestGetFilesFast(conversation, message));
        if (!answer.Succeeded) return answer.Failure;
        if (answer.Value.Files.FirstOrDefault(one => one.FileNameEncrypted == file.FileNameEncrypted) is not { } found)
            return Failure.NotFound("The file is not there, or not yet.");
        if (found.Size != FileCipher.SealedSize(file.Size)) return Altered;
        return transport.Distrust(found.DownloadUrl) is { } distrust ? distrust : found.DownloadUrl;
    }

    /// <summary>Takes chunks as they come, from one on; false where one does not open, or more comes than there is.</summary>
    private static async Task<bool> TakeAsync(
        Stream bytes, long size, FileCipher cipher, long first, Func<ReadOnlyMemory<byte>, Task> take, CancellationToken cancellation)
    {
        var (box, plaintext) = (new byte[FileCipher.SealedChunkBytes], new byte[FileCipher.ChunkBytes]);
        var last = FileCipher.Chunks(size) - 1;
        for (var chunk = first; chunk <= last; chunk++)
        {
            var length = chunk < last ? FileCipher.ChunkBytes : (int)(size - last * FileCipher.ChunkBytes);
            var sealedLength = length + AesGcmBox.TagBytes;
            await bytes.ReadExactlyAsync(box.AsMemory(0, sealedLength), cancellation);
            if (!cipher.TryOpen(chunk, chunk == last, box.AsSpan(0, sealedLength), plaintext.AsSpan(0, length))) return false;
            await take(plaintext.AsMemory(0, length));
        }
        return await bytes.ReadAsync(box.AsMemory(0, 1), cancellation) == 0;
    }
}
