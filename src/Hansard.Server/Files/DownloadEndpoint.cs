using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Messages;
using Hansard.Server.Networks;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Hansard.Server.Files;

/// <summary>
/// <c>/download/…</c> and <c>/avatar/…</c>: the bytes of a file, whole or in ranges, to whoever has a signed URL and could still ask for one: the device is there, its
/// user a member who may read the message, or a recorder of the network. What a file is the server does not know: it is sent as bytes to keep, not to show.
/// </summary>
internal sealed class DownloadEndpoint(NetworkDirectory networks, FileUrls urls, IFileDisk disk, Database database, Avatars avatars, UserTransfers transfers)
{
    /// <param name="UserKey">Whose device asks.</param>
    /// <param name="PictureType">The type of a picture, which was checked; null for a file, which may be anything.</param>
    private sealed record Found(long UserKey, string StoredAs, string Sha256, string? PictureType);

    private static readonly Failure NoFile = Failure.NotFound("There is no such file, or not for you.");

    public async Task Serve(HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            await new HttpRefusal(StatusCodes.Status405MethodNotAllowed, "Files are read with GET.").Answer(context);
            return;
        }
        Result<Found> found = Find(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        if (!found.Succeeded) await HttpRefusal.Of(found.Failure).Answer(context);
        else await transfers.Serve(found.Value.UserKey, () => Send(context, found.Value), () => HttpRefusal.Busy.Answer(context));
    }

    private Result<Found> Find(string target)
    {
        Result<SignedPath> signed = urls.Verify(target);
        if (!signed.Succeeded) return signed.Failure;
        if (networks.Find(signed.Value.Network) is not { } network) return NoFile;
        if (database.Read(sql => FileCallers.Find(sql, network, signed.Value.DeviceId)) is not { } caller) return Failure.Forbidden("This device is signed in no more.");
        switch (signed.Value.Segments)
        {
            case ["download", var folder, var name] when UrlNames.ConversationIn(folder) is { } conversation:
                Result<StoredFile> file = File(caller, conversation, name);
                return file.Succeeded ? new Found(caller.UserKey, file.Value.StoredAs, file.Value.Sha256!, null) : file.Failure;
            case ["avatar", var name]:
                Result<(string StoredAs, string MimeType, string Sha256)> picture = avatars.Find(caller, name);
                return picture.Succeeded ? new Found(caller.UserKey, picture.Value.StoredAs, picture.Value.Sha256, picture.Value.MimeType) : picture.Failure;
            default:
                return NoFile;
        }
    }

    private Result<StoredFile> File(Caller caller, ConversationUuid conversationUuid, string name) =>
        database.Read<Result<StoredFile>>(sql =>
        {
            if (FileStore.ByPath(sql, caller.Network, conversationUuid.Value, name) is not { IsReady: true } file) return NoFile;
            if (caller.Kind == CallerKind.Recorder) return file;
            if (caller.Kind != CallerKind.Person) return NoFile;
            if (ConversationQueries.Visible(sql, caller, new(file.ConversationUuid!), out MemberConversation conversation) is { } refusal) return refusal;
            return conversation.History.Spans.Contains(file.Ordinal) && MessageStore.ByIds(sql, [file.MessageId!.Value]).Values.SingleOrDefault() is { Deleted: false } ? file : NoFile;
        });

    private async Task Send(HttpContext context, Found file)
    {
        FileStream bytes;
        try
        {
            bytes = disk.OpenWhole(file.StoredAs);
        }
        catch (FileNotFoundException)
        {
            // It was erased between the two looks, or a backup was restored without it.
            await HttpRefusal.NotFound.Answer(context);
            return;
        }
        context.Response.Headers.ContentDisposition = file.PictureType is null ? "attachment" : "inline";
        await TypedResults.Stream(bytes, file.PictureType ?? "application/octet-stream", fileDownloadName: null, lastModified: null, new EntityTagHeaderValue($"\"{file.Sha256}\""), enableRangeProcessing: true)
            .ExecuteAsync(context);
    }
}
