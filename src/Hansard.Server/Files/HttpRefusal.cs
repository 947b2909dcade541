using Hansard.Protocol;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Files;

/// <summary>Why a transfer is refused, as HTTP says it.</summary>
internal sealed record HttpRefusal(int Code, string Description)
{
    public static readonly HttpRefusal NotFound = new(StatusCodes.Status404NotFound, "There is no such file.");
    public static readonly HttpRefusal NoPicture = new(StatusCodes.Status415UnsupportedMediaType, "This is not the kind of picture that it was said to be; nothing of it was taken.");
    public static readonly HttpRefusal Busy = new(StatusCodes.Status503ServiceUnavailable, "The server is busy; try again shortly.");
    public static readonly HttpRefusal DiskFull = new(StatusCodes.Status507InsufficientStorage, "The server has no room for this file.");
    public static readonly HttpRefusal DiskBroken = new(StatusCodes.Status500InternalServerError, "The server could not store this file; it has been logged.");
    public static readonly HttpRefusal TooLong = new(StatusCodes.Status413PayloadTooLarge, "These are more bytes than the file has; nothing of them was taken.");

    public static HttpRefusal Of(Failure failure) => new(failure.Status switch
    {
        Status.NotFound => StatusCodes.Status404NotFound,
        Status.TooManyRequests => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status403Forbidden,
    }, failure.Description);

    /// <summary>Says so, unless something was answered already or nobody listens any more.</summary>
    public async Task Answer(HttpContext context)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested) return;
        context.Response.StatusCode = Code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        if (Code == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "1";
        await context.Response.WriteAsync(Description + "\n", context.RequestAborted);
    }
}
