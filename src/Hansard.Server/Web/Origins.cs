using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hansard.Server.Web;

/// <summary>
/// Which pages a browser may let use this server (RFC 6454; Fetch standard, CORS). Only browsers send an origin, and they cannot be made to leave
/// it out: whoever sends none is no page. Nothing here stands for signing in, which every socket and every signed URL asks for by itself.
/// </summary>
internal sealed class Origins(string ownUrl, IEnumerable<string> allowed)
{
    private const string Methods = "GET, HEAD, PATCH, OPTIONS";
    private const string RequestHeaders = "Content-Type, Range, Tus-Resumable, Upload-Offset";
    private const string AnswerHeaders = "Content-Range, Content-Disposition, ETag, Tus-Resumable, Upload-Length, Upload-Offset";

    /// <summary>How long a browser need not ask again, in seconds.</summary>
    private const int RememberedSeconds = 600;

    private readonly HashSet<string> origins = [.. allowed.Append(ownUrl).Select(Normal).OfType<string>()];

    /// <summary>Scheme, host and port that is not the scheme's own, in lower case; null where it is no origin of a web page.</summary>
    public static string? Normal(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? uri.GetLeftPart(UriPartial.Authority).ToLowerInvariant() : null;

    public Task Guard(HttpContext context, RequestDelegate next)
    {
        StringValues sent = context.Request.Headers.Origin;
        if (StringValues.IsNullOrEmpty(sent)) return next(context);
        if (sent.Count > 1 || !Allows(sent.ToString(), context.Request)) return Refuse(context, next);
        IHeaderDictionary headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = sent;
        headers.AccessControlExposeHeaders = AnswerHeaders;
        headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        if (!IsPreflight(context.Request)) return next(context);
        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = RequestHeaders;
        headers.AccessControlMaxAge = RememberedSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>A page that came from the host it asks is the server's own, under whatever name it is reached.</summary>
    private bool Allows(string origin, HttpRequest request) =>
        Normal(origin) is { } normal && (origins.Contains(normal) || normal == Normal($"{request.Scheme}://{request.Host.Value}"));

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);

    /// <summary>What only reads over HTTP is answered: a browser shows such an answer to no foreign page. A socket would be open to it.</summary>
    private static Task Refuse(HttpContext context, RequestDelegate next)
    {
        bool reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (reads && !context.WebSockets.IsWebSocketRequest) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("Pages of this origin may not use the server; HANSARD_ORIGINS lists those that may.\n");
    }
}
