using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Web;

/// <summary>What is left when no room wanted a request: the two health pages, else 404.</summary>
internal static class Health
{
    public static Task Answer(HttpContext context)
    {
        if (context.Request.Path == "/healthz" || context.Request.Path == "/readyz") return context.Response.WriteAsync("ok\n");
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
