using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Hansard.Archive.Tests.Copy;

namespace Hansard.Archive.Tests.Export.Browser;

/// <summary>What a browser tells without having been asked.</summary>
internal sealed record BrowserEvent(string Session, string Method, JsonNode Told);

/// <summary>One connection to a browser: questions with numbers, and events of all its pages in their order.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private const int BlockBytes = 1 << 16;

    private readonly ClientWebSocket socket = new();
    private readonly Dictionary<int, TaskCompletionSource<JsonNode>> asked = [];
    private readonly SemaphoreSlim sending = new(1);
    private readonly Channel<BrowserEvent> events = Channel.CreateUnbounded<BrowserEvent>();
    private Task reading = Task.CompletedTask;
    private int last;

    public ChannelReader<BrowserEvent> Events => events.Reader;

    public static async Task<DevTools> ConnectAsync(Uri address)
    {
        DevTools tools = new();
        await tools.socket.ConnectAsync(address, Patience.Token);
        tools.reading = tools.ReadAsync();
        return tools;
    }

    public async Task<JsonNode> AskAsync(string method, JsonObject? parameters, string? session = null)
    {
        TaskCompletionSource<JsonNode> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var number = Interlocked.Increment(ref last);
        lock (asked) asked.Add(number, answer);
        JsonObject question = new() { ["id"] = number, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null) question["sessionId"] = session;
        await sending.WaitAsync(Patience.Token);
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(question.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, Patience.Token);
        }
        finally
        {
            sending.Release();
        }
        return await answer.Task.WaitAsync(Patience.Token);
    }

    /// <summary>Ends when the browser has, which is ended before.</summary>
    public async ValueTask DisposeAsync()
    {
        await reading.WaitAsync(Patience.Token);
        socket.Dispose();
        sending.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await ReadMessageAsync() is { } message) Take(message);
        }
        catch (WebSocketException)
        {
            // It was killed.
        }
        finally
        {
            events.Writer.TryComplete();
            lock (asked)
                foreach (var answer in asked.Values) answer.TrySetException(new IOException("the browser is gone"));
        }
    }

    private void Take(JsonNode message)
    {
        if (message["id"] is not { } id)
        {
            events.Writer.TryWrite(new BrowserEvent(message["sessionId"]?.GetValue<string>() ?? "", message["method"]!.GetValue<string>(), message["params"]!));
            return;
        }
        TaskCompletionSource<JsonNode>? answer;
        lock (asked) asked.Remove(id.GetValue<int>(), out answer);
        if (message["error"] is { } error) answer!.SetException(new InvalidOperationException(error.ToJsonString()));
        else answer!.SetResult(message["result"]!);
    }

    private async Task<JsonNode?> ReadMessageAsync()
    {
        using MemoryStream message = new();
        var block = new byte[BlockBytes];
        while (true)
        {
            var read = await socket.ReceiveAsync(block.AsMemory(), CancellationToken.None);
            if (read.MessageType == WebSocketMessageType.Close) return null;
            message.Write(block, 0, read.Count);
            if (read.EndOfMessage) return JsonNode.Parse(message.ToArray());
        }
    }
}
