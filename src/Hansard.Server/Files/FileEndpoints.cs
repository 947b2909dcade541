using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Files;

/// <summary>The doors for bytes, with a bound on how many go through at once; at the end of the server what goes through is cut, to go on later.</summary>
internal sealed class FileEndpoints(UploadEndpoint upload, DownloadEndpoint download) : IDisposable
{
    private readonly SemaphoreSlim free = new(Uploads.TransfersMaximum);
    private readonly CancellationTokenSource stopping = new();

    public Task Route(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/upload", StringComparison.Ordinal)) return Serve(context, () => upload.Serve(context, stopping.Token));
        if (context.Request.Path.StartsWithSegments("/download", StringComparison.Ordinal) || context.Request.Path.StartsWithSegments("/avatar", StringComparison.Ordinal)) return Serve(context, () => download.Serve(context));
        return next(context);
    }

    private async Task Serve(HttpContext context, Func<Task> serve)
    {
        if (stopping.IsCancellationRequested || !free.Wait(0))
        {
            await HttpRefusal.Busy.Answer(context);
            return;
        }
        try
        {
            await using CancellationTokenRegistration cut = stopping.Token.Register(context.Abort);
            await serve();
        }
        catch (UnavailableException)
        {
            await HttpRefusal.Busy.Answer(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            // Whoever asked is gone, or the server is about to be.
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Cuts every transfer; what has come of uploads is kept.</summary>
    public Task Stop() => stopping.CancelAsync();

    public void Dispose()
    {
        stopping.Dispose();
        free.Dispose();
    }
}
