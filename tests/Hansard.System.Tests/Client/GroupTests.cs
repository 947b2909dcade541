using Hansard.Client.Events;
using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Messages;
using Xunit;

namespace Hansard.System.Tests.Client;

/// <summary>What people do with a group through the SDK: who is in it can read it, and who is out cannot.</summary>
public sealed class GroupTests
{
    private const string Anna = "+35794048714";
    private const string Bruno = "+35794048715";
    private const string Carla = "+35794048716";

    private static CancellationToken Cancelled => TestNetwork.Cancelled;

    [Fact]
    public async Task A_newcomer_reads_title_and_words_from_then_on_and_who_is_kicked_reads_no_more()
    {
        await using var network = await TestNetwork.StartAsync();
        var (anna, bruno, carla) =
            (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"), await network.PersonAsync(Carla, "Carla"));
        var (brunosInbox, carlasInbox, carlasEvents) = (bruno.MessagesAsync(Cancelled), carla.MessagesAsync(Cancelled), carla.EventsAsync(Cancelled));
        await anna.FindAsync([Bruno, Carla], Cancelled);
        var group = (await anna.CreateGroupAsync("Board", [bruno.Identity!.UserId], cancellation: Cancelled)).Value;
        await anna.SendTextAsync(group.Uuid, "among us", cancellation: Cancelled);

        var grown = (await anna.AddMemberAsync(group.Uuid, carla.Identity!.UserId, cancellation: Cancelled)).Value;
        await bruno.SendTextAsync(group.Uuid, "welcome", cancellation: Cancelled);
        var heard = await SaidAsync(carlasInbox);

        Assert.Equal([bruno.Identity.UserId, carla.Identity.UserId], grown.Members);
        Assert.Equal(("welcome", true), (heard.Text, heard.Verified));
        Assert.Equal(("Board", 1), (carla.Conversations.Single().Title, carla.Conversations.Single().Unread));
        Assert.Equal(["welcome"], (await carla.HistoryAsync(group.Uuid, cancellation: Cancelled)).Value.Where(message => !message.IsEvent).Select(message => message.Text));
        Assert.Equal(Status.Forbidden, (await carla.KickAsync(group.Uuid, bruno.Identity.UserId, Cancelled)).Failure?.Status);

        var smaller = (await anna.KickAsync(group.Uuid, carla.Identity.UserId, Cancelled)).Value;
        await carlasEvents.OfType<ConversationRemoved>().FirstAsync(Cancelled);
        var secret = (await anna.SendTextAsync(group.Uuid, "among us again", cancellation: Cancelled)).Value;
        await brunosInbox.FirstAsync(message => message.Uuid == secret.Uuid && message.Text == "among us again", Cancelled);

        Assert.Equal([bruno.Identity.UserId], smaller.Members);
        Assert.Empty(carla.Conversations);
        Assert.Equal(Status.Forbidden, (await carla.HistoryAsync(group.Uuid, cancellation: Cancelled)).Failure?.Status);
        Assert.NotEqual(group.SessionKey, anna.Conversations.Single().SessionKey);
        Assert.Equal("Board", anna.Conversations.Single().Title);

        // The key was closed and replaced: whoever comes back gets the new one, and the title under it.
        var carlasReturn = carla.EventsAsync(Cancelled);
        await anna.AddMemberAsync(group.Uuid, carla.Identity.UserId, asAdmin: true, Cancelled);
        await carlasReturn.OfType<ConversationChanged>().FirstAsync(changed => changed.Conversation.Title == "Board", Cancelled);
        Assert.Equal("back", (await carla.SendTextAsync(group.Uuid, "back", cancellation: Cancelled)).Value.Text);
    }

    [Fact]
    public async Task Who_is_added_under_a_closed_key_is_added_under_a_new_one()
    {
        await using var network = await TestNetwork.StartAsync();
        var (anna, bruno, carla) =
            (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"), await network.PersonAsync(Carla, "Carla"));
        await anna.FindAsync([Bruno, Carla], Cancelled);
        var group = (await anna.CreateGroupAsync("Board", [bruno.Identity!.UserId], cancellation: Cancelled)).Value;
        var carlasInbox = carla.MessagesAsync(Cancelled);

        Assert.True((await bruno.LeaveAsync(group.Uuid, Cancelled)).Succeeded);
        Assert.Empty(bruno.Conversations);
        var grown = (await anna.AddMemberAsync(group.Uuid, carla.Identity!.UserId, cancellation: Cancelled)).Value;
        await anna.SendTextAsync(group.Uuid, "just the two of us", cancellation: Cancelled);

        Assert.NotEqual(group.SessionKey, grown.SessionKey);
        Assert.Equal("just the two of us", (await SaidAsync(carlasInbox)).Text);
        Assert.Equal("Board", carla.Conversations.Single().Title);
    }

    [Fact]
    public async Task Titles_nicks_and_admins_are_seen_by_all_and_the_last_admin_leaves_an_heir()
    {
        await using var network = await TestNetwork.StartAsync();
        var (anna, bruno) = (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"));
        var (brunosEvents, brunosChanges) = (bruno.EventsAsync(Cancelled), bruno.EventsAsync(Cancelled));
        await anna.FindAsync([Bruno], Cancelled);
        var group = (await anna.CreateGroupAsync("Board", [bruno.Identity!.UserId], cancellation: Cancelled)).Value;

        Assert.Equal("Bored", (await anna.RenameConversationAsync(group.Uuid, "Bored", Cancelled)).Value.Title);
        await brunosChanges.OfType<ConversationChanged>().FirstAsync(changed => changed.Conversation.Title == "Bored", Cancelled);
        Assert.True((await anna.SetNickAsync(group.Uuid, "The Chair", Cancelled)).Succeeded);
        await brunosEvents.OfType<NickChanged>().FirstAsync(Cancelled);
        Assert.Equal("The Chair", (await bruno.NicksAsync(group.Uuid, Cancelled)).Value[anna.Identity!.UserId]);
        Assert.Equal("The Chair", (await anna.SendTextAsync(group.Uuid, "hello", cancellation: Cancelled)).Value.SenderNick);
        Assert.Empty((await bruno.RenewedKeysAsync(group.Uuid, Cancelled)).Value);

        Assert.Equal(Status.Forbidden, (await bruno.RenameConversationAsync(group.Uuid, "Mine", Cancelled)).Failure?.Status);
        Assert.True((await anna.LeaveAsync(group.Uuid, Cancelled)).Succeeded);
        Assert.Equal([bruno.Identity.UserId], (await bruno.ConversationAsync(group.Uuid, Cancelled)).Value.Admins);
        Assert.Equal("Mine", (await bruno.RenameConversationAsync(group.Uuid, "Mine", Cancelled)).Value.Title);
        Assert.True((await bruno.DeleteConversationAsync(group.Uuid, Cancelled)).Succeeded);
        Assert.True((await bruno.DeleteConversationAsync(group.Uuid, Cancelled)).Succeeded);
        Assert.Empty(bruno.Conversations);
    }

    [Fact]
    public async Task A_nick_of_one_conversation_stays_his_there_when_the_key_changes()
    {
        await using var network = await TestNetwork.StartAsync();
        var (anna, bruno, carla) =
            (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"), await network.PersonAsync(Carla, "Carla"));
        await anna.FindAsync([Bruno, Carla], Cancelled);
        var group = (await anna.CreateGroupAsync("Board", [bruno.Identity!.UserId, carla.Identity!.UserId], cancellation: Cancelled)).Value;
        await bruno.SetNickAsync(group.Uuid, "The Clerk", Cancelled);
        await anna.KickAsync(group.Uuid, carla.Identity.UserId, Cancelled);
        await bruno.SendTextAsync(group.Uuid, "noted", cancellation: Cancelled);

        await anna.AddMemberAsync(group.Uuid, carla.Identity.UserId, cancellation: Cancelled);
        Assert.Equal("The Clerk", (await carla.NicksAsync(group.Uuid, Cancelled)).Value[bruno.Identity.UserId]);
    }

    [Fact]
    public async Task A_message_taken_back_is_told_and_gone_from_history_and_from_what_is_unread()
    {
        await using var network = await TestNetwork.StartAsync();
        var (anna, bruno) = (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"));
        var (brunosInbox, brunosEvents) = (bruno.MessagesAsync(Cancelled), bruno.EventsAsync(Cancelled));
        var dialog = (await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Value;
        MessageUuid[] said = [.. await Task.WhenAll(new[] { "1", "2", "3" }.Select(async text => (await anna.SendTextAsync(dialog.Uuid, text, cancellation: Cancelled)).Value.Uuid))];
        await brunosInbox.FirstAsync(message => message.Uuid == said[2], Cancelled);
        Assert.Equal(3, bruno.Conversations.Single().Unread);

        Assert.Equal(Status.Forbidden, (await bruno.DeleteMessagesAsync(dialog.Uuid, [said[0]], Cancelled)).Failure?.Status);
        Assert.True((await anna.DeleteMessagesAsync(dialog.Uuid, [said[0], said[1]], Cancelled)).Succeeded);
        var told = await brunosEvents.OfType<MessageDeleted>().Take(2).ToListAsync(Cancelled);

        Assert.Equal(said[..2].Select(uuid => (uuid, anna.Identity!.UserId)), told.Select(deleted => (deleted.Message, deleted.By)));
        Assert.Equal(1, bruno.Conversations.Single().Unread);
        var history = (await bruno.HistoryAsync(dialog.Uuid, cancellation: Cancelled)).Value.Where(message => !message.IsEvent);
        Assert.Equal([(true, null), (true, null), (false, "3")], history.Select(message => (message.IsDeleted, message.Text)));
    }

    private static async Task<Message> SaidAsync(IAsyncEnumerable<Message> inbox) =>
        await inbox.FirstAsync(message => !message.IsEvent, Cancelled);
}
