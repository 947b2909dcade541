using System.Net;
using System.Net.WebSockets;
using Hansard.Protocol;
using Hansard.Server.Dispatch;
using Hansard.Server.Networks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Connections;

/// <summary>Accepts <c>/ws</c> and <c>/ws/{network}</c>, serves each socket, and at the end sends everybody home.</summary>
internal sealed class WebSocketEndpoint(NetworkDirectory networks, ConnectionDirectory directory, Dispatcher dispatcher, TimeProvider time) : IDisposable
{
    /// <summary>A peer that answers nothing for this long after a ping is taken for gone, in seconds.</summary>
    private const int PingSeconds = 30, PongSeconds = 30;

    /// <summary>How often sockets that never authenticated are looked for, in seconds.</summary>
    private const int SweepSeconds = 5;

    /// <summary>How long the last answers may take to leave when the server stops, in seconds.</summary>
    private const int DrainSeconds = 20;

    /// <summary>How long peers get to answer the close frame then, in seconds.</summary>
    public const int GoodbyeSeconds = 2;

    private readonly CancellationTokenSource stopping = new();

    public static void Prepare(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            context.Features.Set<IHttpUpgradeFeature>(new GatheringUpgrade(upgrade));
    }

    public Task Route(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/ws", out PathString rest)) return next(context);
        string network = rest.HasValue ? rest.Value.Trim('/') : "";
        return Serve(context, network.Length == 0 ? NetworkDirectory.DefaultName : network);
    }

    private async Task Serve(HttpContext context, string networkName)
    {
        if (!context.WebSockets.IsWebSocketRequest || networks.Find(networkName) is not { } network)
        {
            context.Response.StatusCode = context.WebSockets.IsWebSocketRequest ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest;
            return;
        }
        if (stopping.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        WebSocketAcceptContext how = new() { KeepAliveInterval = TimeSpan.FromSeconds(PingSeconds), KeepAliveTimeout = TimeSpan.FromSeconds(PongSeconds) };
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(how);
        GatheringStream stream = ((GatheringUpgrade)context.Features.GetRequiredFeature<IHttpUpgradeFeature>()).Stream!;
        IPAddress address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        using Connection connection = new(socket, stream, network, address, time.GetUtcNow().ToUnixTimeMilliseconds(), directory);
        directory.Add(connection);
        // Whoever stops the server says so first and looks for connections then; here it is the other way round, so one of the two sees the other.
        Task goodbye = stopping.IsCancellationRequested ? SendHome(connection) : Task.CompletedTask;
        await dispatcher.Serve(connection);
        await goodbye;
    }

    /// <summary>Ends sockets that have not authenticated in time; runs until <see cref="Stop"/>.</summary>
    public async Task SweepUnauthenticated()
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(SweepSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                long oldest = time.GetUtcNow().ToUnixTimeMilliseconds() - Limits.UnauthenticatedSeconds * 1000L;
                foreach (Connection connection in directory.All)
                    if (connection.Caller is null && connection.OpenedMs < oldest) connection.End();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; so does the sweep.
        }
    }

    /// <summary>Accepts nobody more, answers what was accepted, closes every socket with 1001, and cuts those whose peers do not close theirs.</summary>
    public async Task Stop()
    {
        await stopping.CancelAsync();
        Connection[] open = [.. directory.All];
        await Within(DrainSeconds, open.Select(SendHome));
        await Within(GoodbyeSeconds, open.Select(connection => connection.Gone));
        foreach (Connection connection in directory.All) connection.End();
    }

    private static Task SendHome(Connection connection) => connection.Drain(WebSocketCloseStatus.EndpointUnavailable, "The server is stopping.");

    private async Task Within(int seconds, IEnumerable<Task> tasks)
    {
        using CancellationTokenSource done = new();
        await Task.WhenAny(Task.WhenAll(tasks), Task.Delay(TimeSpan.FromSeconds(seconds), time, done.Token));
        await done.CancelAsync();
    }

    public void Dispose() => stopping.Dispose();
}
