using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Web;

/// <summary>
/// What every answer tells a browser: take the type as it is said, show nothing in a frame, run nothing, tell nobody the address, which may be
/// signed, and once here by HTTPS, stay with it. Whoever serves pages says more of its own. (OWASP Secure Headers; RFC 6797.)
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>A year.</summary>
    private const string StrictTransport = "max-age=31536000";

    public static Task Add(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = StrictTransport;
        return next(context);
    }
}
