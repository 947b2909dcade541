using Hansard.Protocol;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Admin;

/// <summary>
/// The running server's ear for commands: HTTP on a Unix socket in the data folder, <c>POST /{call}</c> with the call as JSON. Whoever may open
/// the socket may command; the file system lets the owner alone.
/// </summary>
internal sealed partial class AdminSocket : IAsyncDisposable
{
    private const int CallBytesMaximum = 64 * 1024;

    /// <summary>What the operating system takes as the name of a socket, in bytes (<c>sun_path</c>, without its end).</summary>
    private const int PathBytesMaximum = 107;

    private readonly WebApplication host;
    private readonly AdminDesk desk;
    private readonly ILogger log;

    private AdminSocket(WebApplication host, AdminDesk desk, ILogger log)
    {
        this.host = host;
        this.desk = desk;
        this.log = log;
        host.Run(Answer);
    }

    /// <summary>Listens until it is disposed of. Only the holder of the folder's lock may call it: a socket file that is there is nobody's.</summary>
    public static async Task<AdminSocket> Listen(DataFolder folder, AdminDesk desk, ILogger log)
    {
        string path = folder.AdminSocket;
        if (System.Text.Encoding.UTF8.GetByteCount(path) > PathBytesMaximum)
            throw new IOException($"{path} is too long for a socket, which has at most {PathBytesMaximum} bytes; choose a shorter HANSARD_DATA.");
        File.Delete(path);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = CallBytesMaximum;
            kestrel.ListenUnixSocket(path);
        });
        AdminSocket socket = new(builder.Build(), desk, log);
        await socket.host.StartAsync();
        DataFolder.RestrictToOwner(path);
        return socket;
    }

    private async Task Answer(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        string name = context.Request.Path.Value?.TrimStart('/') ?? "";
        AdminReply reply = await Reply(name, body.ToArray());
        context.Response.StatusCode = reply.Done ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(reply.Json, context.RequestAborted);
    }

    private async Task<AdminReply> Reply(string name, byte[] call)
    {
        try
        {
            return await desk.Handle(name, call);
        }
        catch (Exception failure)
        {
            CommandFailed(failure, name);
            return AdminReply.Refused(Failure.Internal("Something went wrong in the server; it has been logged."));
        }
    }

    /// <summary>Commands that were taken are still answered.</summary>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
    }

    [LoggerMessage(1, LogLevel.Error, "The command {Call} failed")]
    private partial void CommandFailed(Exception failure, string call);
}
