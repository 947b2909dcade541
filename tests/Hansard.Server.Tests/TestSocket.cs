using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Xunit;

namespace Hansard.Server.Tests;

/// <summary>A bare WebSocket that speaks text as a stranger would: no SDK, so that it can also misbehave.</summary>
internal sealed class TestSocket : IAsyncDisposable
{
    private const int FirstBufferBytes = 16 * 1024;

    private readonly ClientWebSocket socket;
    private readonly Channel<byte[]> frames = Channel.CreateUnbounded<byte[]>();
    private readonly Queue<JsonObject> notifications = [];
    private byte[] last = [];
    private long lastId;

    public TestSocket(ClientWebSocket socket)
    {
        this.socket = socket;
        _ = TakeIn();
    }

    /// <summary>The bytes of the frame last received.</summary>
    public ReadOnlyMemory<byte> LastFrame => last;

    public WebSocketCloseStatus? CloseStatus => socket.CloseStatus;

    public Task SendText(string text) => SendBytes(Encoding.UTF8.GetBytes(text));

    public Task SendBytes(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(bytes, type, endOfMessage: true, TestContext.Current.CancellationToken);

    public Task Send(string type, object body, object? id = null) =>
        SendText(JsonSerializer.Serialize(new Dictionary<string, object?> { ["type"] = type, ["id"] = id ?? ++lastId, ["body"] = body }));

    /// <summary>The next frame of any kind; null when the server has closed.</summary>
    public async Task<JsonObject?> Receive()
    {
        using CancellationTokenSource patience = Patience.New();
        if (!await frames.Reader.WaitToReadAsync(patience.Token)) return null;
        Assert.True(frames.Reader.TryRead(out byte[]? frame));
        last = frame;
        return JsonNode.Parse(frame)!.AsObject();
    }

    /// <summary>Reads for as long as the socket lives, whether the test looks or not: a peer that does not read answers no ping either, and is cut off after a minute.</summary>
    private async Task TakeIn()
    {
        byte[] buffer = new byte[FirstBufferBytes];
        int filled = 0;
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part)
            {
                filled += part.Count;
                if (filled == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
                if (!part.EndOfMessage) continue;
                frames.Writer.TryWrite(buffer[..filled]);
                filled = 0;
            }
            frames.Writer.TryComplete();
            // As any proper peer does; a server that stops waits a while for it.
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            frames.Writer.TryComplete(end);
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
