using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hansard.Server.Settings;

/// <summary>Serves <c>/assets/{name}</c>, to anybody: what is there is meant for everybody's eyes before he signs in.</summary>
internal sealed class AssetsEndpoint(Assets assets)
{
    /// <summary>How long a client may show a file without asking whether it changed, in seconds.</summary>
    private const int FreshSeconds = 300;

    public Task Route(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/assets", out PathString rest)) return next(context);
        HttpResponse response = context.Response;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
            return Task.CompletedTask;
        }
        if (!rest.HasValue || assets.Find(rest.Value[1..]) is not { } found)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        // A picture can hold a script, which must not run when it is opened by itself, and styles, which may.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";
        response.Headers.CacheControl = $"public, max-age={FreshSeconds}";
        if (found.Kind is AssetKind.Package) response.Headers.ContentDisposition = $"attachment; filename=\"{found.File.Name}\"";
        DateTime changed = found.File.LastWriteTimeUtc;
        EntityTagHeaderValue tag = new($"\"{changed.Ticks:x}-{found.File.Length:x}\"");
        return Results.File(found.File.FullName, found.ContentType, fileDownloadName: null, changed, tag, enableRangeProcessing: true).ExecuteAsync(context);
    }
}
