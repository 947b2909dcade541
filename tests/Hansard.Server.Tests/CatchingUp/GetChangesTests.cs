using System.Text.Json.Nodes;
using Hansard.Server.Admin;
using Hansard.Server.Tests.Fanout;
using Xunit;

namespace Hansard.Server.Tests.CatchingUp;

/// <summary>Ann's second device is away while others act: what it is told afterwards.</summary>
public sealed class GetChangesTests(Household people) : IClassFixture<Household>
{
    private TestPerson Ann => people["ann/1"];

    private TestPerson Away => people["ann/2"];

    private TestPerson Bob => people["bob/1"];

    private TestPerson Carl => people["carl"];

    private static object Read(string conversation, params string[] messageUuids) => new { conversationUuid = conversation, messageUuids };

    [Fact]
    public async Task Without_a_cursor_there_is_nothing_but_a_cursor_and_with_it_nothing_until_something_happens()
    {
        string cursor = await Missed.Now(Away);
        Missed missed = await Missed.Since(Away, cursor);
        Assert.Empty(missed.Changes);
        Assert.Equal("invalid", await Away.Socket.Status("RequestGetChanges", new { cursor, size = 0 }));
        Assert.Equal("invalid", await Away.Socket.Status("RequestGetChanges", new { cursor, size = 1_001 }));
    }

    [Fact]
    public async Task Messages_come_as_they_are_now_and_each_once()
    {
        await Ann.CreateGroup("once", Bob, Carl);
        await Ann.Say("once", "old");
        await Bob.Say("once", "theirs");
        string cursor = await Missed.Now(Away);
        foreach (TestPerson reader in (TestPerson[])[Bob, Carl]) await reader.Socket.Get("RequestMessagesReaded", Read("once", "old"));
        await Ann.Socket.Get("RequestMessagesReaded", Read("once", "theirs"));
        await Bob.Say("once", "new");
        await Bob.Say("once", "read elsewhere");
        await Carl.Socket.Get("RequestMessagesReaded", Read("once", "new"));
        await Ann.Socket.Get("RequestMessagesReaded", Read("once", "read elsewhere"));
        await Bob.Socket.Get("RequestDeleteMessage", new { conversationUuid = "once", uuid = "theirs" });
        await Bob.Say("once", "taken back");
        await Bob.Socket.Get("RequestDeleteMessage", new { conversationUuid = "once", uuid = "taken back" });

        Missed missed = await Missed.Since(Away, cursor);

        Assert.Equal(["updated old 3/3/3", "deleted theirs", "added new 2/2/3", "added read elsewhere 2/2/3 readed", "added taken back 1/1/3 deleted"], missed.Lines);
        Assert.Empty((await Missed.Since(Away, missed.Cursor)).Changes);
        Assert.Equal(Bob.UserId, (string)missed.Changes[1]["body"]!["userId"]!);
        Assert.Null((string?)missed.Changes[4]["body"]!["message"]!["bodyEncryptedBase64"]);
    }

    [Fact]
    public async Task What_another_device_of_his_has_read_is_told_to_a_reader_and_what_others_read_of_others_is_not()
    {
        await Bob.CreateGroup("readers", Ann, Carl);
        await Bob.Say("readers", "mine to read");
        await Bob.Say("readers", "unread");
        string cursor = await Missed.Now(Away);
        await Ann.Socket.Get("RequestMessagesReaded", Read("readers", "mine to read"));
        await Carl.Socket.Get("RequestMessagesReaded", Read("readers", "unread"));

        Assert.Equal(["updated mine to read 2/2/3 readed"], (await Missed.Since(Away, cursor)).Lines);
    }

    [Fact]
    public async Task What_a_moderator_makes_of_a_message_is_told_to_all_also_when_it_is_taken_back()
    {
        await Bob.CreateGroup("marked", Ann, Carl);
        await Bob.Say("marked", "unread");
        string cursor = await Missed.Now(Away);
        foreach (bool objectionable in (bool[])[true, false])
        {
            await people.Server.Command(new MarkMessage("default", new("marked"), new("unread"), objectionable));
            Missed missed = await Missed.Since(Away, cursor);
            Assert.Equal(["updated unread 1/1/3"], missed.Lines);
            Assert.Equal(objectionable, (bool)missed.Changes[0]["body"]!["objectionable"]!);
            cursor = missed.Cursor;
        }
    }

    [Fact]
    public async Task Title_nicks_keys_and_those_who_left_come_once_each_and_before_the_messages()
    {
        await Ann.CreateGroup("told", Bob, Carl);
        string cursor = await Missed.Now(Away);
        foreach (string title in (string[])["Zmlyc3Q=", "bGFzdA=="]) await Ann.Socket.Get("RequestRenameConversation", new { conversationUuid = "told", title });
        await Bob.Socket.Get("UpdateMemberNick", new { conversationUuid = "told", nickEncrypted = "Tmljaw==", userId = (string?)null });
        await Carl.Leave("told");
        string key = await Ann.Rekey("told", Ann, Bob);
        await Ann.Socket.Get("UpdateContact", new { contact = new { contactId = Bob.UserId, contactIdEncrypted = "AAAA", nickEncrypted = (string?)null, trustedFingerprintEncrypted = (string?)null }, userId = (string?)null });

        Missed missed = await Missed.Since(Away, cursor);

        Assert.Equal(
            ["UpdateContactNotification", "renamed bGFzdA==", "ConversationNickUpdatedNotification", "left told", $"key {key}", "event Renamed", "event Renamed", "event Left", "event SessionKeyRegenerated"],
            missed.Lines);
        Assert.Equal(TestPerson.WrapFor(Ann.UserId), (string)missed.Changes.Single(change => (string)change["type"]! == "NotificationNewSessionKey")["body"]!["sessionKey"]!["keyEncryptedBase64"]!);
        Assert.Equal(Carl.UserId, (string)missed.Changes.Single(change => (string)change["type"]! == "NotificationConversationLeaved")["body"]!["userId"]!);
    }

    [Fact]
    public async Task Of_a_conversation_that_he_is_no_longer_in_he_is_told_that_and_nothing_else()
    {
        await Bob.CreateGroup("kicked from", Ann, Carl);
        await Bob.CreateGroup("deleted", Ann, Carl);
        string cursor = await Missed.Now(Away);
        await Bob.CreateGroup("came and went", Ann);
        foreach (string conversation in (string[])["kicked from", "deleted", "came and went"]) await Bob.Say(conversation, "hello");
        await Bob.Kick("kicked from", Ann);
        await Bob.Rekey("kicked from", Bob, Carl);
        await Bob.Say("kicked from", "among us");
        await Bob.Socket.Get("RequestDeleteConversation", new { conversationUuid = "deleted" });
        await Ann.Leave("came and went");

        Missed missed = await Missed.Since(Away, cursor);

        Assert.Equal(["left kicked from", "gone deleted", "left came and went"], missed.Lines);
        Assert.Equal(Ann.UserId, (string)missed.Changes[0]["body"]!["userId"]!);
        await Bob.Add("kicked from", Ann);
        await Bob.Say("kicked from", "back again");
        Assert.Equal(["came into kicked from", "event Added", "added back again 1/1/3"], (await Missed.Since(Away, missed.Cursor)).Lines);
    }

    [Fact]
    public async Task Whoever_left_and_came_back_meanwhile_begins_anew_as_a_device_does_that_was_there()
    {
        await Bob.CreateGroup("again", Ann, Carl);
        await Bob.Say("again", "long ago");
        string cursor = await Missed.Now(Away);
        await Carl.Socket.Get("RequestMarkAllReaded", new { conversationUuid = "again" });
        await Bob.Say("again", "before he left");
        await Ann.Leave("again");
        await Bob.Rekey("again", Bob, Carl);
        await Bob.Add("again", Ann);
        await Bob.Say("again", "since he is back");

        Assert.Equal(["came into again", "event Added", "added since he is back 1/1/3"], (await Missed.Since(Away, cursor)).Lines);
    }

    [Fact]
    public async Task Whoever_came_in_gets_what_was_said_since_and_nothing_of_before()
    {
        await Bob.CreateGroup("late", Carl);
        await Bob.Say("late", "before");
        string cursor = await Missed.Now(Away);
        await Bob.Say("late", "also before");
        await Bob.Add("late", Ann);
        await Bob.Say("late", "after");

        Missed missed = await Missed.Since(Away, cursor);

        Assert.Equal(["came into late", "event Added", "added after 1/1/3"], missed.Lines);
        JsonNode conversation = missed.Changes[0]["body"]!["conversation"]!;
        Assert.Equal((1, 0), ((int)conversation["unreadedCounter"]!, conversation["members"]!.AsArray().Count));
    }

    [Fact]
    public async Task What_happens_where_he_is_not_a_member_is_none_of_his_changes()
    {
        string cursor = await Missed.Now(people["eve"]);
        await Bob.CreateGroup("not for eve", Carl);
        await Bob.Say("not for eve", "secret");
        await Carl.Socket.Get("RequestMarkAllReaded", new { conversationUuid = "not for eve" });
        Assert.Empty((await Missed.Since(people["eve"], cursor)).Changes);
    }
}
