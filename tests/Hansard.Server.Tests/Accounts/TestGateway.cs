using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Hansard.Server.Tests.Accounts;

/// <summary>A call as the gateway got it.</summary>
internal sealed record GatewayCall(string Path, string Id, string Timestamp, string Signature, byte[] Body)
{
    public JsonNode Message => JsonNode.Parse(Body)!;

    public string To => (string)Message["to"]!;
}

/// <summary>How an SMS gateway answers a call.</summary>
internal enum Mood
{
    Well,
    Slow,
    Broken,
    Busy,
    Cut,
    Garbage,
    NotHttp,
    Refusing,
    Redirecting,
}

/// <summary>An organisation's SMS gateway on this machine, which may be in any mood.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Func<GatewayCall, Mood> mood = _ => Tests.Accounts.Mood.Well;
    private volatile bool speaksNoHttp;

    private TestGateway()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(MaybeNoHttp)));
        app = builder.Build();
        app.Run(Answer);
    }

    public ConcurrentQueue<GatewayCall> Calls { get; } = new();

    /// <summary>Calls that were answered with success.</summary>
    public ConcurrentQueue<GatewayCall> Taken { get; } = new();

    public Uri Url => new(app.Urls.First() + "/sms?account=7");

    public static async Task<TestGateway> Start()
    {
        TestGateway gateway = new();
        await gateway.app.StartAsync(TestContext.Current.CancellationToken);
        return gateway;
    }

    public void Be(Mood now) => Be(_ => now);

    public void Be(Func<GatewayCall, Mood> now)
    {
        mood = now;
        speaksNoHttp = now(new GatewayCall("", "", "", "", [])) == Mood.NotHttp;
    }

    /// <summary>Answers those who wait for a slow answer.</summary>
    public void Release() => released.TrySetResult();

    private async Task MaybeNoHttp(ConnectionContext connection, ConnectionDelegate next)
    {
        // HTTP is chosen for a connection; whoever comes on a kept one is cut off and comes again.
        if (!speaksNoHttp)
        {
            await next(connection);
            return;
        }
        await connection.Transport.Output.WriteAsync("SSH-2.0-OpenSSH_9.2\r\n\r\n"u8.ToArray());
        await connection.Transport.Output.CompleteAsync();
    }

    private async Task Answer(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        IHeaderDictionary headers = context.Request.Headers;
        GatewayCall call = new(context.Request.Path + context.Request.QueryString, headers["Idempotency-Key"].ToString(), headers["X-Hansard-Timestamp"].ToString(),
            headers["X-Hansard-Signature"].ToString(), body.ToArray());
        Calls.Enqueue(call);
        switch (mood(call))
        {
            case Mood.Slow:
                await Task.WhenAny(released.Task, Task.Delay(Timeout.Infinite, context.RequestAborted));
                break;
            case Mood.Broken:
                context.Response.StatusCode = 500;
                break;
            case Mood.Busy:
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "1";
                break;
            case Mood.Cut or Mood.NotHttp:
                context.Abort();
                break;
            case Mood.Refusing:
                context.Response.StatusCode = 422;
                await context.Response.WriteAsync("not a number of ours");
                break;
            case Mood.Redirecting:
                context.Response.StatusCode = 307;
                context.Response.Headers.Location = "/elsewhere";
                break;
            case Mood.Garbage:
                Taken.Enqueue(call);
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(new string('\u00ff', 100_000)));
                break;
            default:
                Taken.Enqueue(call);
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        await app.StopAsync(TestContext.Current.CancellationToken);
        await app.DisposeAsync();
    }
}
