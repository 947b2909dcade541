using System.Net;
using Hansard.Client.Connections;
using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Files;

namespace Hansard.Client.Files;

/// <summary>Says the message of a draft and brings its files after it, through lost connections, without sending twice what has come.</summary>
internal sealed class FileSender(MessageSender messages, Link link, FileTransport transport, BackOff backOff, TimeProvider time)
{
    /// <summary>What one request carries at most: what the server has taken of it counts, whatever becomes of the rest.</summary>
    private const long PieceBytes = 32L * 1024 * 1024;

    /// <summary>Tries in a row in which nothing came through.</summary>
    private const int FruitlessMaximum = 8;

    public async Task<Result<Message>> SendAsync(FileDraft draft, IProgress<FileProgress>? progress, CancellationToken cancellation)
    {
        var said = await messages.SendAsync(draft.Message, cancellation);
        if (!said.Succeeded) return said;
        var total = draft.Parts.Sum(part => FileCipher.SealedSize(part.Size));
        long before = 0;
        foreach (var part in draft.Parts)
        {
            var reached = before;
            if (await BringAsync(draft.Message, part, done => progress?.Report(new FileProgress(reached + done, total)), cancellation) is { } failure) return failure;
            before += FileCipher.SealedSize(part.Size);
        }
        return said;
    }

    private async Task<Failure?> BringAsync(Draft message, FilePart part, Action<long> moved, CancellationToken cancellation)
    {
        try
        {
            await using var source = new FileStream(part.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
            if (source.Length != part.Size || File.GetLastWriteTimeUtc(part.Path) != part.Changed)
                return Failure.Conflict("The file has changed since it was prepared; prepare it again.");
            using FileCipher cipher = new(part.Key, message.Conversation, message.Uuid);
            return await BringAsync(message, part, source, cipher, moved, cancellation);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Failure.NotFound($"The file cannot be read: {unreadable.Message}");
        }
    }

    private async Task<Failure?> BringAsync(Draft message, FilePart part, FileStream source, FileCipher cipher, Action<long> moved, CancellationToken cancellation)
    {
        var size = FileCipher.SealedSize(part.Size);
        long furthest = 0;
        for (var fruitless = 0; ; fruitless++)
        {
            var asked = await link.SendAsync(new RequestGetUploadUrl(message.Conversation, message.Uuid, part.NameEncrypted, part.MimeType, size, part.Width, part.Height,
                part.DurationSeconds, part.PreviewNameEncrypted), cancellation);
            if (!asked.Succeeded) return asked.Failure;
            if (transport.Distrust(asked.Value.UploadUrl) is { } distrust) return distrust;
            var (offset, refused) = await BringSomeAsync(asked.Value.UploadUrl, size, source, cipher, moved, cancellation);
            if (offset == size) return null;
            if (refused is not null) return refused;
            if (offset > furthest) (furthest, fruitless) = (offset, 0);
            if (fruitless == FruitlessMaximum) return ClientStatus.DisconnectedBecause("The file did not get through; send the same draft again to go on.");
            await Task.Delay(backOff.Before(fruitless), time, cancellation);
        }
    }

    /// <summary>As far as one URL and an unbroken connection lead.</summary>
    private async Task<(long Offset, Failure? Refused)> BringSomeAsync(
        string url, long size, FileStream source, FileCipher cipher, Action<long> moved, CancellationToken cancellation)
    {
        long offset = 0;
        try
        {
            offset = await transport.OffsetAsync(url, cancellation);
            while (offset >= 0 && offset < size)
            {
                var from = offset;
                var (status, reached) = await transport.AddAsync(url, from, alive => new SealedContent(source, cipher, from, Math.Min(PieceBytes, size - from), done =>
                {
                    alive();
                    moved(done);
                }), cancellation);
                if (status != HttpStatusCode.NoContent) return (from, Refusal(status));
                offset = reached;
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException || (broken is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // The connection, or nothing moved any more; the next URL tells how far it got.
        }
        return (Math.Max(0, offset), null);
    }

    /// <summary>Null for what another try may find otherwise.</summary>
    private static Failure? Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => Failure.NotFound("The message was deleted while its file was sent."),
        HttpStatusCode.InsufficientStorage => Failure.TooManyRequests("The server has no room for the file."),
        HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest or HttpStatusCode.PreconditionFailed or HttpStatusCode.UnsupportedMediaType =>
            ClientStatus.Fault($"The server refuses the file with {(int)status}."),
        _ => null,
    };
}
