using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.System.Tests.Crash;

/// <summary>Somebody who talks and marks as read for as long as the server lives, and keeps the history by which it is judged.</summary>
internal sealed class Talker(RawDevice device, string name, string conversation, Action acknowledged)
{
    /// <summary>Messages on their way at once.</summary>
    public const int Window = 16;

    private const string ReadPrefix = "read ";

    private readonly Lock gate = new();
    private readonly LinkedList<string> unanswered = [];
    private int lastNumber;

    public RawDevice Device => device;

    public string Conversation => conversation;

    /// <summary>Own messages whose answer has come.</summary>
    public HashSet<string> Acknowledged { get; } = [];

    /// <summary>Messages of the other that it was told of.</summary>
    public HashSet<string> Told { get; } = [];

    /// <summary>Messages of the other that it marked as read and got an answer.</summary>
    public HashSet<string> Read { get; } = [];

    public IEnumerable<string> Sent => Enumerable.Range(1, lastNumber).Select(Uuid);

    public bool Owes => unanswered.Count > 0;

    /// <summary>Talks until the server dies or says goodbye, first of what it has no answer to.</summary>
    /// <param name="newMessages">False: says only what it has no answer to, and returns when it has them.</param>
    public async Task TalkAsync(bool newMessages = true)
    {
        using SemaphoreSlim window = new(Window);
        using CancellationTokenSource over = new();
        string[] again;
        lock (gate) again = [.. unanswered];
        var listening = ListenAsync(window, newMessages ? int.MaxValue : again.Length, over);
        try
        {
            foreach (var uuid in again) await SayAsync(uuid, window, over.Token);
            while (newMessages)
            {
                string uuid;
                lock (gate) unanswered.AddLast(uuid = Uuid(++lastNumber));
                await SayAsync(uuid, window, over.Token);
            }
        }
        catch (Exception end) when (IsEnd(end))
        {
            // Whoever listens knows how it ended.
        }
        await listening;
    }

    /// <summary>Talks until the server says that it ends, and lets it.</summary>
    public async Task TalkUntilGoodbyeAsync()
    {
        await TalkAsync();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, device.Goodbye);
        try
        {
            await device.AnswerGoodbyeAsync();
        }
        catch (Exception end) when (IsEnd(end))
        {
            // It waits two seconds for that, and no longer.
        }
    }

    private string Uuid(int number) => $"{name} {number}";

    private async Task SayAsync(string uuid, SemaphoreSlim window, CancellationToken over)
    {
        await window.WaitAsync(over);
        await device.SendMessageAsync(conversation, uuid);
    }

    private async Task ListenAsync(SemaphoreSlim window, int answers, CancellationTokenSource over)
    {
        try
        {
            while (answers > 0 && await device.ReceiveAsync() is { } frame)
            {
                if ((string?)frame["id"] is not { } id) await HearAsync(frame);
                else if (id.StartsWith(ReadPrefix, StringComparison.Ordinal)) HasRead(id[ReadPrefix.Length..], frame);
                else HasSaid(id, frame, window, ref answers);
            }
        }
        catch (Exception end) when (IsEnd(end))
        {
            // The server was killed.
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    private async Task HearAsync(JsonObject frame)
    {
        if ((string)frame["type"]! != "NotificationAddedMessageToConversation" || (bool)frame["body"]!["message"]!["isEvent"]!) return;
        var uuid = (string)frame["body"]!["message"]!["uuid"]!;
        Assert.True(Told.Add(uuid), $"{name} was told of {uuid} twice");
        if (Told.Count % 3 == 0) await device.SendAsync("RequestMessagesReaded", ReadPrefix + uuid, new { conversationUuid = conversation, messageUuids = (string[])[uuid] });
    }

    private void HasRead(string uuid, JsonObject frame)
    {
        Assert.Equal("ok", (string?)frame["body"]!["status"]);
        Read.Add(uuid);
    }

    private void HasSaid(string uuid, JsonObject frame, SemaphoreSlim window, ref int answers)
    {
        Assert.Equal(uuid, (string?)frame["body"]!["message"]?["uuid"]);
        lock (gate)
        {
            Assert.Equal(uuid, unanswered.First!.Value);
            unanswered.RemoveFirst();
        }
        Acknowledged.Add(uuid);
        answers--;
        window.Release();
        acknowledged();
    }

    private static bool IsEnd(Exception failure) => failure is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
