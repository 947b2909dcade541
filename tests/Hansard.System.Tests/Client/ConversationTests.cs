using Hansard.Client;
using Hansard.Client.Events;
using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Messages;
using Xunit;

namespace Hansard.System.Tests.Client;

public sealed class ConversationTests
{
    private const string Anna = "+35794048714";
    private const string Bruno = "+35794048715";
    private const string Carla = "+35794048716";

    private static CancellationToken Cancelled => TestNetwork.Cancelled;

    [Fact]
    public async Task Two_people_find_each_other_and_talk_both_ways()
    {
        await using var network = await TestNetwork.StartAsync();
        var (anna, bruno) = (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"));
        var (annasInbox, brunosInbox) = (anna.MessagesAsync(Cancelled), bruno.MessagesAsync(Cancelled));

        var found = (await anna.FindAsync([Anna, Bruno, "+35794048799"], Cancelled)).Value;
        var dialog = (await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Value;
        var said = await anna.SendTextAsync(dialog.Uuid, "Grüß dich, Bruno", cancellation: Cancelled);
        var heard = await SaidAsync(brunosInbox);
        await bruno.SendTextAsync(dialog.Uuid, "Hi Anna", replyTo: heard.Uuid, cancellation: Cancelled);
        var answer = await SaidAsync(annasInbox);

        Assert.Equal([Anna, Bruno], found.Select(person => person.Number));
        Assert.Equal(("Grüß dich, Bruno", "Anna", true), (heard.Text, heard.SenderNick, heard.Verified));
        Assert.Equal(said.Value.Uuid, heard.Uuid);
        Assert.Equal(("Hi Anna", (MessageUuid?)heard.Uuid, true), (answer.Text, answer.ReplyTo, answer.Verified));
        Assert.Equal(dialog.Uuid, (await bruno.OpenDialogAsync(anna.Identity!.UserId, Cancelled)).Value.Uuid);
    }

    [Fact]
    public async Task Receipts_travel_back_to_the_author_and_unread_counters_follow()
    {
        await using var network = await TestNetwork.StartAsync();
        var (anna, bruno) = (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"));
        var (brunosInbox, annasEvents) = (bruno.MessagesAsync(Cancelled), anna.EventsAsync(Cancelled));
        var dialog = (await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Value;

        var first = (await anna.SendTextAsync(dialog.Uuid, "1", cancellation: Cancelled)).Value;
        var second = (await anna.SendTextAsync(dialog.Uuid, "2", cancellation: Cancelled)).Value;
        await brunosInbox.Where(message => message.Uuid == second.Uuid).FirstAsync(Cancelled);
        Assert.Equal(2, bruno.Conversations.Single().Unread);
        Assert.True((await bruno.MarkReadAsync(dialog.Uuid, [second.Uuid], Cancelled)).Succeeded);
        Assert.Equal(1, bruno.Conversations.Single().Unread);
        Assert.True((await bruno.MarkAllReadAsync(dialog.Uuid, Cancelled)).Succeeded);
        Assert.Equal(0, bruno.Conversations.Single().Unread);

        var unread = new HashSet<MessageUuid> { first.Uuid, second.Uuid };
        await foreach (var happened in annasEvents)
        {
            if (happened is MessageUpdated { Members: 2, ReadMembers: 2, DeliveredMembers: 2 } update) unread.Remove(update.Message);
            if (unread.Count == 0) break;
        }
    }

    [Fact]
    public async Task A_group_of_three_reads_every_kind_of_content_and_each_others_nicks()
    {
        await using var network = await TestNetwork.StartAsync();
        var (anna, bruno, carla) =
            (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"), await network.PersonAsync(Carla, "Carla"));
        var (brunosInbox, carlasInbox) = (bruno.MessagesAsync(Cancelled), carla.MessagesAsync(Cancelled));
        await anna.FindAsync([Bruno, Carla], Cancelled);

        var group = (await anna.CreateGroupAsync("Board of Überwald", [bruno.Identity!.UserId, carla.Identity!.UserId], cancellation: Cancelled)).Value;
        MessageContent[] contents = [new TextContent("Agenda"), new LocationContent(35.1, 33.4), new ReactionContent("👍")];
        foreach (var content in contents) Assert.True((await anna.SendAsync(group.Uuid, content, cancellation: Cancelled)).Succeeded);
        var heard = await brunosInbox.Where(message => !message.IsEvent).Take(3).ToListAsync(Cancelled);
        await carlasInbox.Where(message => !message.IsEvent).Take(3).ToListAsync(Cancelled);

        Assert.Equal(contents.Select(content => content.MessageType), heard.Select(message => message.Content!.MessageType));
        Assert.Equal("Board of Überwald", bruno.Conversations.Single().Title);
        Assert.Equal(3, carla.Conversations.Single().Everybody.Count());
        Assert.Equal([anna.Identity!.UserId], carla.Conversations.Single().Admins);
    }

    [Fact]
    public async Task A_second_device_opens_the_history_with_the_passphrase_and_hears_what_the_first_one_says()
    {
        await using var network = await TestNetwork.StartAsync();
        var (anna, bruno) = (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"));
        var dialog = (await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Value;
        await anna.SendTextAsync(dialog.Uuid, "from the telephone", cancellation: Cancelled);

        var laptop = await network.DeviceAsync();
        Assert.True((await laptop.RegisterAsync(Anna, network.Prompts(Anna), cancellation: Cancelled)).Succeeded);
        var inbox = laptop.MessagesAsync(Cancelled);
        var history = (await laptop.HistoryAsync(dialog.Uuid, cancellation: Cancelled)).Value;
        await anna.SendTextAsync(dialog.Uuid, "and again", cancellation: Cancelled);
        var heard = await SaidAsync(inbox);

        Assert.Equal("from the telephone", history.Single(message => !message.IsEvent).Text);
        Assert.True(history.Single(message => !message.IsEvent).Verified);
        Assert.Equal(("and again", true), (heard.Text, heard.IsMine));
        Assert.Equal("Anna", laptop.Identity!.Nick);
    }

    [Fact]
    public async Task What_is_said_while_the_server_is_killed_again_and_again_is_heard_once_and_in_order()
    {
        const int Messages = 150;
        await using var network = await TestNetwork.StartAsync();
        var (anna, bruno) = (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"));
        var inbox = bruno.MessagesAsync(Cancelled);
        var dialog = (await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Value;

        var hearing = HearAsync(inbox, Messages);
        var saying = Enumerable.Range(1, Messages).Select(n => anna.SendTextAsync(dialog.Uuid, $"{n}", cancellation: Cancelled)).ToList();
        for (var kill = 1; kill <= 3; kill++)
        {
            await saying[Messages * kill / 4];
            await network.KillServerAsync();
            await network.StartServerAsync();
        }
        var said = await Task.WhenAll(saying);

        Assert.All(said, one => Assert.True(one.Succeeded, one.Failure?.Description));
        Assert.Equal(Enumerable.Range(1, Messages).Select(n => $"{n}"), await hearing);
        var history = (await bruno.HistoryAsync(dialog.Uuid, size: 200, cancellation: Cancelled)).Value;
        Assert.Equal(Enumerable.Range(1, Messages).Select(n => $"{n}"), history.Where(message => !message.IsEvent).Select(message => message.Text));
    }

    private static async Task<List<string?>> HearAsync(IAsyncEnumerable<Message> inbox, int messages) =>
        await inbox.Where(message => !message.IsEvent).Select(message => message.Text).Take(messages).ToListAsync(Cancelled);

    private static async Task<Message> SaidAsync(IAsyncEnumerable<Message> inbox) =>
        await inbox.FirstAsync(message => !message.IsEvent, Cancelled);
}
