using Hansard.Client.Events;
using Hansard.Client.Tests.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Messages;
using Xunit;

namespace Hansard.Client.Tests.Conversations;

public sealed class CatchUpTests : IAsyncDisposable
{
    private readonly TestDevice device = new();
    private readonly ScriptedNetwork network = new();
    private readonly ScriptedDialog dialog;

    public CatchUpTests()
    {
        dialog = new ScriptedDialog(device, network);
        network.On<RequestGetMessages, ResponseGetMessages>(request =>
            new ResponseGetMessages([.. dialog.Messages.SkipWhile(one => one.Uuid != request.FromMessageUuid).Skip(1).Take(request.Size).Reverse()]));
        network.On<RequestGetMessagesFromUuid, ResponseGetMessages>(request =>
            new ResponseGetMessages([.. dialog.Messages.TakeWhile(one => one.Uuid != request.Uuid).Reverse().Take(request.Size)]));
    }

    private static CancellationToken Cancelled => Patience.Token;

    [Fact]
    public async Task What_was_said_before_the_start_is_history_and_not_news()
    {
        dialog.Say("old");
        await using var client = await device.ConnectAsync(network);
        var messages = client.MessagesAsync(Cancelled);

        await network.TellAsync(new NotificationAddedMessageToConversation(dialog.Say("new")));

        Assert.Equal("new", (await messages.FirstAsync(Cancelled)).Text);
        Assert.Equal(["old", "new"], (await client.HistoryAsync(ScriptedDialog.Uuid, cancellation: Cancelled)).Value.Select(message => message.Text));
    }

    [Fact]
    public async Task What_was_said_while_the_connection_was_down_is_told_once_and_in_order()
    {
        dialog.Say("0");
        await using var client = await device.ConnectAsync(network);
        var messages = client.MessagesAsync(Cancelled);
        await network.TellAsync(new NotificationAddedMessageToConversation(dialog.Say("1")));
        await messages.FirstAsync(Cancelled);

        messages = client.MessagesAsync(Cancelled);
        var online = client.EventsAsync(Cancelled);
        for (var n = 2; n <= 450; n++) dialog.Say($"{n}");
        network.Cut();
        await online.FirstAsync(happened => happened is ConnectionChanged { Online: true }, Cancelled);
        await network.TellAsync(new NotificationAddedMessageToConversation(dialog.Messages[^1]));
        await network.TellAsync(new NotificationAddedMessageToConversation(dialog.Say("451")));
        var told = await messages.Take(450).ToListAsync(Cancelled);

        Assert.Equal(Enumerable.Range(2, 450).Select(n => $"{n}"), told.Select(message => message.Text));
    }

    [Fact]
    public async Task A_conversation_that_began_while_the_connection_was_down_is_told_from_its_beginning()
    {
        network.On<RequestGetConversationsFull, ResponseGetConversationsFull>(_ => new ResponseGetConversationsFull([], [], [], [], []));
        await using var client = await device.ConnectAsync(network);
        Assert.Empty(client.Conversations);
        for (var n = 1; n <= 201; n++) dialog.Say($"{n}");
        network.On<RequestGetConversationsFull, ResponseGetConversationsFull>(
            _ => new ResponseGetConversationsFull([dialog.View], [], [dialog.Messages[^1]], [], []));
        var messages = client.MessagesAsync(Cancelled);

        network.Cut();
        var told = await messages.Take(201).ToListAsync(Cancelled);

        Assert.Equal(Enumerable.Range(1, 201).Select(n => $"{n}"), told.Select(message => message.Text));
    }

    [Fact]
    public async Task What_this_device_said_itself_is_not_told_as_news()
    {
        dialog.Say("0");
        await using var client = await device.ConnectAsync(network);
        await client.SendTextAsync(ScriptedDialog.Uuid, "mine", cancellation: Cancelled);
        var messages = client.MessagesAsync(Cancelled);
        dialog.Say("theirs");

        network.Cut();

        Assert.Equal("theirs", (await messages.FirstAsync(Cancelled)).Text);
    }

    [Fact]
    public async Task A_conversation_that_ended_while_the_connection_was_down_is_removed()
    {
        await using var client = await device.ConnectAsync(network);
        var events = client.EventsAsync(Cancelled);
        network.On<RequestGetConversationsFull, ResponseGetConversationsFull>(_ => new ResponseGetConversationsFull([], [], [], [], []));

        network.Cut();
        await events.FirstAsync(happened => happened is ConversationRemoved, Cancelled);

        Assert.Empty(client.Conversations);
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        dialog.Dispose();
        device.Dispose();
    }
}
