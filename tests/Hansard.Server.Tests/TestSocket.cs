using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.Server.Tests;

/// <summary>A bare WebSocket that speaks text as a stranger would: no SDK, so that it can also misbehave.</summary>
internal sealed class TestSocket(ClientWebSocket socket) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Queue<JsonObject> notifications = [];
    private readonly byte[] buffer = new byte[5 * 1024 * 1024];
    private int lastLength;
    private long lastId;

    /// <summary>The bytes of the frame last received.</summary>
    public ReadOnlyMemory<byte> LastFrame => buffer.AsMemory(0, lastLength);

    public WebSocketCloseStatus? CloseStatus => socket.CloseStatus;

    public Task SendText(string text) => SendBytes(Encoding.UTF8.GetBytes(text));

    public Task SendBytes(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(bytes, type, endOfMessage: true, TestContext.Current.CancellationToken);

    public Task Send(string type, object body, object? id = null) =>
        SendText(JsonSerializer.Serialize(new Dictionary<string, object?> { ["type"] = type, ["id"] = id ?? ++lastId, ["body"] = body }));

    /// <summary>The next frame of any kind; null when the server has closed.</summary>
    public async Task<JsonObject?> Receive()
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        int filled = 0;
        while (true)
        {
            WebSocketReceiveResult part = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, filled, buffer.Length - filled), patience.Token);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            filled += part.Count;
            if (!part.EndOfMessage) continue;
            lastLength = filled;
            return JsonNode.Parse(buffer.AsSpan(0, filled))!.AsObject();
        }
    }

    /// <summary>The next reply; notifications that come before it are kept for <see cref="Notification"/>.</summary>
    public async Task<JsonObject> Reply()
    {
        while (true)
        {
            JsonObject frame = await Receive() ?? throw new InvalidOperationException($"The server closed with {socket.CloseStatus} instead of answering.");
            if (frame.ContainsKey("id") || frame["type"]!.GetValue<string>() == "ResponseStatusMessage") return frame;
            notifications.Enqueue(frame);
        }
    }

    public async Task<JsonObject> Notification() =>
        notifications.TryDequeue(out JsonObject? kept) ? kept : await Receive() ?? throw new InvalidOperationException("The server closed instead of notifying.");

    /// <summary>The notifications that came before replies and were not looked at yet.</summary>
    public List<JsonObject> TakeNotifications()
    {
        List<JsonObject> taken = [.. notifications];
        notifications.Clear();
        return taken;
    }

    public async Task<JsonObject> Ask(string type, object body)
    {
        await Send(type, body);
        return await Reply();
    }

    /// <summary>The first frame of any kind after a request: the request's own answer, if nothing was waiting before it.</summary>
    public async Task<JsonObject> Receive(string after, object body)
    {
        Assert.Empty(notifications);
        await Send(after, body);
        return (await Receive())!;
    }

    /// <summary>The body of an answer that must be no refusal.</summary>
    public async Task<JsonNode> Get(string type, object body)
    {
        JsonObject reply = await Ask(type, body);
        JsonNode answer = reply["body"]!;
        Assert.True(reply["type"]!.GetValue<string>() != "ResponseStatusMessage" || answer["status"]!.GetValue<string>() == "ok", reply.ToJsonString());
        return answer;
    }

    /// <summary>The status of an answer.</summary>
    public async Task<string> Status(string type, object body) => (await Ask(type, body))["body"]!["status"]!.GetValue<string>();

    /// <summary>Until the server has cut or closed it; nothing else may come before.</summary>
    public async Task Ended()
    {
        try
        {
            while (await Receive() is { } frame) Assert.Fail($"Somebody who is no more was sent {frame.ToJsonString()}.");
        }
        catch (WebSocketException)
        {
            // It was cut without a goodbye.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
            catch (WebSocketException)
            {
                // The server was quicker.
            }
        }
        socket.Dispose();
    }
}
