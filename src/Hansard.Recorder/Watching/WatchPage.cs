using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hansard.Recorder.Watching;

/// <summary>What a recorder shows of itself over HTTP on its own machine: <c>/metrics</c> for Prometheus, <c>/healthz</c> for whoever restarts or calls somebody. It takes no orders.</summary>
internal sealed class WatchPage : IAsyncDisposable
{
    /// <summary>Connections at the same time; a scraper needs one.</summary>
    private const int ConnectionsMaximum = 16;

    private static readonly TimeSpan HeadersPatience = TimeSpan.FromSeconds(10);

    private readonly WebApplication app;

    private WatchPage(WebApplication app) => this.app = app;

    /// <summary>Where it listens, with the port's real number.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>Whether an address is of this machine alone: <c>http://</c> with a loopback address or <c>localhost</c>, a port, and nothing else.</summary>
    public static bool IsUsable(Uri address) =>
        address is { IsAbsoluteUri: true, Scheme: "http", PathAndQuery: "/", UserInfo: "" } && LoopbackOf(address.IdnHost) is not null;

    /// <param name="haltReason">Null while nothing keeps the recorder from recording.</param>
    /// <exception cref="IOException">The address cannot be had.</exception>
    public static async Task<WatchPage> OpenAsync(Uri address, Func<string> metrics, Func<string?> haltReason)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMaximum;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.RequestHeadersTimeout = HeadersPatience;
            kestrel.Listen(LoopbackOf(address.IdnHost)!, address.Port);
        });
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, metrics, haltReason));
        try
        {
            await app.StartAsync();
            return new WatchPage(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static Task AnswerAsync(HttpContext context, Func<string> metrics, Func<string?> haltReason)
    {
        var answer = context.Response;
        answer.Headers.CacheControl = "no-store";
        answer.Headers.XContentTypeOptions = "nosniff";
        // A name that a web page had lead here is not this machine's: what is shown is for programs of this machine.
        if (LoopbackOf(context.Request.Host.Host) is null) return SayAsync(answer, StatusCodes.Status421MisdirectedRequest, "This page is for programs of this machine.\n");
        if (!HttpMethods.IsGet(context.Request.Method)) return SayAsync(answer, StatusCodes.Status405MethodNotAllowed, "GET only.\n");
        return context.Request.Path.Value switch
        {
            "/metrics" => SayAsync(answer, StatusCodes.Status200OK, metrics(), ExpositionText.ContentType),
            "/healthz" when haltReason() is { } reason => SayAsync(answer, StatusCodes.Status503ServiceUnavailable, $"halted: {reason}\n"),
            "/healthz" => SayAsync(answer, StatusCodes.Status200OK, "ok\n"),
            _ => SayAsync(answer, StatusCodes.Status404NotFound, "There are /metrics and /healthz.\n"),
        };
    }

    private static Task SayAsync(HttpResponse answer, int status, string text, string type = "text/plain; charset=utf-8")
    {
        (answer.StatusCode, answer.ContentType) = (status, type);
        return answer.WriteAsync(text);
    }

    private static IPAddress? LoopbackOf(string host)
    {
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)) return IPAddress.Loopback;
        return IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address) ? address : null;
    }
}
