using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Files;

namespace Hansard.Client.Files;

/// <summary>
/// Fetches a file: decrypts and checks it chunk by chunk as it comes, keeps it beside its place until all of it is right, and gives it its name
/// then. What came before a broken connection, or an end of the program, is not fetched again.
/// </summary>
internal sealed class FileReceiver(Link link, FileTransport transport, BackOff backOff, TimeProvider time)
{
    private const string Unfinished = ".hansard-part";

    /// <summary>Tries in a row in which nothing came through.</summary>
    private const int FruitlessMaximum = 8;

    private static readonly Failure Altered = Failure.Invalid("The file is not the one that was sent: it was altered, cut off or belongs to another message.");

    /// <param name="path">Where it is to be; nothing may be there yet.</param>
    public async Task<Result<string>> SaveAsync(
        ConversationUuid conversation, MessageUuid message, ContentFile file, string path, IProgress<FileProgress>? progress, CancellationToken cancellation)
    {
        var key = Base64.Decode(file.KeyBase64);
        if (!key.Succeeded || key.Value.Length != FileCipher.KeyBytes || file.ChunkBytes != FileCipher.ChunkBytes || file.Size < 0) return Failure.Invalid("The message does not say how its file opens.");
        if (File.Exists(path)) return Failure.Conflict($"There is a {path} already.");
        try
        {
            Failure? failure;
            await using (var target = Open(path + Unfinished))
            {
                using FileCipher cipher = new(key.Value, conversation, message);
                failure = await FetchAsync(conversation, message, file, cipher, target, progress, cancellation) ?? await CheckAsync(file, target, cancellation);
                if (failure is null) target.Flush(flushToDisk: true);
            }
            // What does not open will not open better the next time; what only broke off goes on.
            if (failure?.Status == Status.Invalid) File.Delete(path + Unfinished);
            if (failure is not null) return failure;
            File.Move(path + Unfinished, path, overwrite: false);
            return path;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Failure.Conflict($"The file cannot be written: {refused.Message}");
        }
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private async Task<Failure?> FetchAsync(
        ConversationUuid conversation, MessageUuid message, ContentFile file, FileCipher cipher, FileStream target, IProgress<FileProgress>? progress, CancellationToken cancellation)
    {
        var (chunks, total) = (FileCipher.Chunks(file.Size), FileCipher.SealedSize(file.Size));
        // Only whole chunks that are not the last count: of the rest it is not known how much was written.
        var (next, fruitless) = (Math.Min(target.Length / FileCipher.ChunkBytes, chunks - 1), 0);
        while (next < chunks)
        {
            var url = await UrlAsync(conversation, message, file, total, cancellation);
            if (!url.Succeeded) return url.Failure;
            var from = next;
            var (status, wrong) = (HttpStatusCode.OK, false);
            try
            {
                status = await transport.ReadAsync(url.Value, from * FileCipher.SealedChunkBytes, async (bytes, alive, quiet) =>
                    wrong = !await TakeAsync(bytes, file.Size, cipher, target, next, taken =>
                    {
                        next = taken;
                        alive();
                        progress?.Report(new FileProgress(Math.Min(total, taken * FileCipher.SealedChunkBytes), total));
                    }, quiet), cancellation);
            }
            catch (Exception broken) when (broken is HttpRequestException or EndOfStreamException or HttpIOException or IOException { InnerException: SocketException } || (broken is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                // The connection, or nothing moved any more; the next URL goes on from the last whole chunk.
            }
            if (wrong) return Altered;
            if (status == HttpStatusCode.NotFound) return Failure.NotFound("The file is there no more.");
            fruitless = next > from ? 0 : fruitless + 1;
            if (fruitless > FruitlessMaximum) return ClientStatus.DisconnectedBecause("The file did not get through; fetch it again to go on.");
            if (next < chunks) await Task.Delay(backOff.Before(fruitless), time, cancellation);
        }
        return null;
    }

    private async Task<Result<string>> UrlAsync(ConversationUuid conversation, MessageUuid message, ContentFile file, long total, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestGetFilesFast(conversation, message), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        if (answer.Value.Files.FirstOrDefault(one => one.FileNameEncrypted == file.FileNameEncrypted) is not { } found)
            return Failure.NotFound("The file is not there, or not yet.");
        if (found.Size != total) return Altered;
        return transport.Distrust(found.DownloadUrl) is { } distrust ? distrust : found.DownloadUrl;
    }

    /// <summary>Takes chunks as they come, from one on; false where one does not open, or more comes than there is.</summary>
    private static async Task<bool> TakeAsync(
        Stream bytes, long size, FileCipher cipher, FileStream target, long first, Action<long> taken, CancellationToken cancellation)
    {
        var (box, plaintext) = (new byte[FileCipher.SealedChunkBytes], new byte[FileCipher.ChunkBytes]);
        var last = FileCipher.Chunks(size) - 1;
        target.Position = first * FileCipher.ChunkBytes;
        for (var chunk = first; chunk <= last; chunk++)
        {
            var length = chunk < last ? FileCipher.ChunkBytes : (int)(size - last * FileCipher.ChunkBytes);
            var sealedLength = length + AesGcmBox.TagBytes;
            await bytes.ReadExactlyAsync(box.AsMemory(0, sealedLength), cancellation);
            if (!cipher.TryOpen(chunk, chunk == last, box.AsSpan(0, sealedLength), plaintext.AsSpan(0, length))) return false;
            await target.WriteAsync(plaintext.AsMemory(0, length), CancellationToken.None);
            taken(chunk + 1);
        }
        return await bytes.ReadAsync(box.AsMemory(0, 1), cancellation) == 0;
    }

    /// <summary>The whole once more from the disk, since parts of it may have come in an earlier run.</summary>
    private static async Task<Failure?> CheckAsync(ContentFile file, FileStream target, CancellationToken cancellation)
    {
        if (target.Length != file.Size) target.SetLength(file.Size);
        target.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(target, cancellation)) == file.Sha256 ? null : Altered;
    }
}
