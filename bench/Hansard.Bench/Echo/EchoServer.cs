using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hansard.Bench.Echo;

/// <summary>
/// The yardstick: the least that a WebSocket server on Kestrel can do with a frame. No JSON, no store, no second recipient.
/// What the machine spends on sockets and framing under this client is what it answers in a second.
/// </summary>
internal static class EchoServer
{
    public const string Path = "/ws";

    private const int BufferBytes = 4096;

    public static async Task Run(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var application = builder.Build();
        application.UseWebSockets();
        application.Map(Path, Echo);
        await application.RunAsync();
    }

    private static async Task Echo(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[BufferBytes];
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
                if (part.MessageType == WebSocketMessageType.Close) return;
                await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, context.RequestAborted);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client hangs up when its run is over.
        }
    }
}
