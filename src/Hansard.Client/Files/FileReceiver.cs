using System.Security.Cryptography;
using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Client.Files;

/// <summary>
/// Fetches a file: decrypts and checks it chunk by chunk as it comes, keeps it beside its place until all of it is right, and gives it its name
/// then. What came before a broken connection, or an end of the program, is not fetched again.
/// </summary>
internal sealed class FileReceiver(Link link, FileDownloads downloads)
{
    private const string Unfinished = ".hansard-part";

    private static readonly Failure Altered = Failure.Invalid("The file is not the one that its message says.");

    /// <param name="path">Where it is to be; nothing may be there yet.</param>
    public async Task<Result<string>> SaveAsync(
        ConversationUuid conversation, MessageUuid message, ContentFile file, string path, IProgress<FileProgress>? progress, CancellationToken cancellation)
    {
        if (File.Exists(path)) return Failure.Conflict($"There is a {path} already.");
        try
        {
            Failure? failure;
            await using (var target = Open(path + Unfinished))
            {
                failure = await FetchAsync(conversation, message, file, target, progress, cancellation) ?? await CheckAsync(file, target, cancellation);
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

    private Task<Failure?> FetchAsync(
        ConversationUuid conversation, MessageUuid message, ContentFile file, FileStream target, IProgress<FileProgress>? progress, CancellationToken cancellation)
    {
        var total = FileCipher.SealedSize(file.Size);
        // Only whole chunks that are not the last count: of the rest it is not known how much was written.
        var taken = Math.Min(target.Length / FileCipher.ChunkBytes, FileCipher.Chunks(file.Size) - 1);
        target.Position = taken * FileCipher.ChunkBytes;
        return downloads.FetchAsync(request => link.SendAsync(request, cancellation), conversation, message, file, taken, async chunk =>
        {
            await target.WriteAsync(chunk, CancellationToken.None);
            taken++;
            progress?.Report(new FileProgress(Math.Min(total, taken * FileCipher.SealedChunkBytes), total));
        }, cancellation);
    }

    /// <summary>The whole once more from the disk, since parts of it may have come in an earlier run.</summary>
    private static async Task<Failure?> CheckAsync(ContentFile file, FileStream target, CancellationToken cancellation)
    {
        if (target.Length != file.Size) target.SetLength(file.Size);
        target.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(target, cancellation)) == file.Sha256 ? null : Altered;
    }
}
