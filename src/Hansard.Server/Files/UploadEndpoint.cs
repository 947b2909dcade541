using System.Globalization;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Networks;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Files;

/// <summary><c>/upload/…</c>: the core of tus 1.0 (https://tus.io/protocols/resumable-upload), HEAD and PATCH, for files that RequestGetUploadUrl made.</summary>
internal sealed class UploadEndpoint(NetworkDirectory networks, FileUrls urls, FileReceiving receiving, UserTransfers transfers, Database database)
{
    private const string Version = "1.0.0";
    private const string Bytes = "application/offset+octet-stream";

    public async Task Serve(HttpContext context, CancellationToken ended)
    {
        context.Response.Headers["Tus-Resumable"] = Version;
        context.Response.Headers.CacheControl = "no-store";
        string method = context.Request.Headers.TryGetValue("X-HTTP-Method-Override", out var instead) ? instead.ToString() : context.Request.Method;
        if (HttpMethods.IsOptions(method))
        {
            context.Response.Headers["Tus-Version"] = Version;
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        if (Malformed(context, method) is { } malformed)
        {
            await malformed.Answer(context);
            return;
        }
        Result<(Caller Caller, StoredFile File)> found = Find(context);
        if (!found.Succeeded)
        {
            await HttpRefusal.Of(found.Failure).Answer(context);
            return;
        }
        (Caller caller, StoredFile file) = found.Value;
        context.Response.Headers["Upload-Length"] = Text(file.Size);
        await transfers.Serve(caller.UserKey,
            () => HttpMethods.IsHead(method) ? Head(context, caller, file, ended) : Patch(context, caller, file, ended), () => HttpRefusal.Busy.Answer(context));
    }

    private static HttpRefusal? Malformed(HttpContext context, string method)
    {
        if (context.Request.Headers["Tus-Resumable"] != Version)
        {
            context.Response.Headers["Tus-Version"] = Version;
            return new HttpRefusal(StatusCodes.Status412PreconditionFailed, $"This server speaks tus {Version}.");
        }
        if (HttpMethods.IsHead(method)) return null;
        if (!HttpMethods.IsPatch(method))
        {
            context.Response.Headers.Allow = "HEAD, PATCH, OPTIONS";
            return new HttpRefusal(StatusCodes.Status405MethodNotAllowed, "HEAD asks how far the file has come, PATCH adds to it.");
        }
        if (context.Request.ContentType != Bytes) return new HttpRefusal(StatusCodes.Status415UnsupportedMediaType, $"The body must be {Bytes}.");
        return Offset(context) is null ? new HttpRefusal(StatusCodes.Status400BadRequest, "Upload-Offset must be a number.") : null;
    }

    /// <summary>The file, if the URL is good and who has it may still add to it.</summary>
    private Result<(Caller, StoredFile)> Find(HttpContext context)
    {
        Result<SignedPath> signed = urls.Verify(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        if (!signed.Succeeded) return signed.Failure;
        if (networks.Find(signed.Value.Network) is not { } network || signed.Value.Segments is not ["upload", var name]) return Gone;
        return database.Read<Result<(Caller, StoredFile)>>(sql =>
            FileCallers.Find(sql, network, signed.Value.DeviceId) is not { } caller ? NoDevice
            : FileStore.ByStoredName(sql, network, name) is { } file && file.UserKey == caller.UserKey ? (caller, file)
            : Gone);
    }

    private static readonly Failure NoDevice = Failure.Forbidden("This device is signed in no more.");
    private static readonly Failure Gone = Failure.NotFound("There is no such upload, or its message was deleted.");

    private async Task Head(HttpContext context, Caller caller, StoredFile file, CancellationToken ended) =>
        await Answer(context, await receiving.Ask(file, caller, ended), StatusCodes.Status200OK);

    private async Task Patch(HttpContext context, Caller caller, StoredFile file, CancellationToken ended)
    {
        long offset = Offset(context)!.Value;
        if (context.Request.ContentLength > file.Size - offset)
        {
            await HttpRefusal.TooLong.Answer(context);
            return;
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        await Answer(context, await receiving.Append(file, caller, offset, context.Request.BodyReader, ended), StatusCodes.Status204NoContent);
    }

    private static async Task Answer(HttpContext context, Transfer transfer, int code)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested) return;
        if (transfer.Refusal is null or { Code: StatusCodes.Status409Conflict }) context.Response.Headers["Upload-Offset"] = Text(transfer.Offset);
        if (transfer.Refusal is { } refusal) await refusal.Answer(context);
        else context.Response.StatusCode = code;
    }

    private static long? Offset(HttpContext context) =>
        long.TryParse(context.Request.Headers["Upload-Offset"], NumberStyles.None, CultureInfo.InvariantCulture, out long offset) ? offset : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
