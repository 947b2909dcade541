using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.Server.Tests.Fanout;

/// <summary>The table "Who is told", the lines of what happens to conversations, their members and what was said in them. Ann acts on her first device.</summary>
public sealed class WhoIsToldOfGroupsTests(Household people) : IClassFixture<Household>
{
    private const string Added = "NotificationAddedMessageToConversation", CameIn = "NotificationAddMemberToConversation", Left = "NotificationConversationLeaved",
        Gone = "NotificationConversationDeleted", Renamed = "NotificationRenameConversation", Nick = "ConversationNickUpdatedNotification",
        Deleted = "DeleteMessageNotification", Typing = "NotificationTyping", Updated = "UpdatedMessageNotification";

    private TestPerson Ann => people["ann/1"];

    private TestPerson Bob => people["bob/1"];

    private TestPerson Carl => people["carl"];

    [Theory]
    [InlineData(false, "Added")]
    [InlineData(true, "AdminAdded")]
    public async Task Who_comes_in_is_told_where_and_then_everybody_is_told_that_he_came(bool admin, string eventType)
    {
        string group = $"joined as admin {admin}";
        await Ann.CreateGroup(group, Bob);
        await Ann.Discover(Carl);
        Telling telling = await people.After(() => Ann.Socket.Get(admin ? "RequestAddAdmin" : "RequestAddMember", Ann.Newcomer(group, Carl)));
        Assert.Equal($"""
            ann/1: {Added}
            ann/2: {Added}
            bob/1: {Added}
            bob/2: {Added}
            carl: {CameIn}, {Added}
            """, telling.Lines);
        JsonNode came = telling.Body("carl", CameIn);
        Assert.Equal((Carl.UserId, group, "key of " + group, 0), ((string)came["userId"]!, (string)came["conversation"]!["uuid"]!, (string)came["conversation"]!["sessionKeyUuid"]!, (int)came["conversation"]!["unreadedCounter"]!));
        Assert.Empty(came["conversation"]!["admins"]!.AsArray());
        AssertEvent(telling.Body("bob/2", Added), eventType, Ann, Carl, members: 3, read: 1);
    }

    [Fact]
    public async Task A_new_admin_is_an_event_for_all()
    {
        await Ann.CreateGroup("promoted", Bob, Carl);
        object promotion = new { conversationUuid = "promoted", userId = Carl.UserId };
        Telling telling = await people.After(() => Ann.Socket.Get("RequestChangeToAdmin", promotion));
        Assert.Equal($"""
            ann/1: {Added}
            ann/2: {Added}
            bob/1: {Added}
            bob/2: {Added}
            carl: {Added}
            """, telling.Lines);
        AssertEvent(telling.Body("carl", Added), "AdminAdded", Ann, Carl, members: 3, read: 1);
        Assert.Equal("", (await people.After(() => Ann.Socket.Get("RequestChangeToAdmin", promotion))).Lines);
    }

    [Fact]
    public async Task Who_is_kicked_is_told_that_he_is_out_and_nothing_more()
    {
        await Ann.CreateGroup("kicked", Bob, Carl);
        Telling telling = await people.After(() => Ann.Kick("kicked", Bob));
        Assert.Equal($"""
            ann/1: {Added}
            ann/2: {Left}, {Added}
            bob/1: {Left}
            bob/2: {Left}
            carl: {Left}, {Added}
            """, telling.Lines);
        Assert.Equal(("kicked", Bob.UserId), ((string)telling.Body("bob/2", Left)["uuid"]!, (string)telling.Body("carl", Left)["userId"]!));
        AssertEvent(telling.Body("carl", Added), "Kicked", Ann, Bob, members: 2, read: 1);
        Assert.Equal("", (await people.After(() => Ann.Kick("kicked", Bob))).Lines);
    }

    [Fact]
    public async Task Who_leaves_is_told_on_his_other_devices_and_counts_for_nothing_in_the_event()
    {
        await Ann.CreateGroup("left", Bob, Carl);
        Telling telling = await people.After(() => Ann.Leave("left"));
        Assert.Equal($"""
            ann/2: {Left}
            bob/1: {Left}, {Added}
            bob/2: {Left}, {Added}
            carl: {Left}, {Added}
            """, telling.Lines);
        Assert.Equal(Ann.UserId, (string)telling.Body("ann/2", Left)["userId"]!);
        AssertEvent(telling.Body("carl", Added), "Left", Ann, Ann, members: 2, read: 0);
        JsonNode stored = (await Carl.Socket.Get("RequestGetConversationFull", new { conversationUuid = "left", userId = (string?)null }))["lastMessage"]!;
        Assert.Equal((2, 0, 0), ((int)stored["members"]!, (int)stored["readedMembers"]!, (int)stored["deliveredMembers"]!));
    }

    [Fact]
    public async Task A_deleted_conversation_is_told_to_all_but_the_connection_that_asked()
    {
        await Ann.CreateGroup("deleted", Bob, Carl);
        Telling telling = await people.After(() => Ann.Socket.Get("RequestDeleteConversation", new { conversationUuid = "deleted" }));
        Assert.Equal($"""
            ann/2: {Gone}
            bob/1: {Gone}
            bob/2: {Gone}
            carl: {Gone}
            """, telling.Lines);
        Assert.Equal("deleted", (string)telling.Body("carl", Gone)["uuid"]!);
    }

    [Fact]
    public async Task A_new_title_is_told_and_then_an_event_and_the_same_title_again_is_neither()
    {
        await Ann.CreateGroup("renamed", Bob, Carl);
        object renaming = new { conversationUuid = "renamed", title = TestPerson.Body };
        Telling telling = await people.After(() => Ann.Socket.Get("RequestRenameConversation", renaming));
        Assert.Equal($"""
            ann/1: {Added}
            ann/2: {Renamed}, {Added}
            bob/1: {Renamed}, {Added}
            bob/2: {Renamed}, {Added}
            carl: {Renamed}, {Added}
            """, telling.Lines);
        Assert.Equal(("renamed", TestPerson.Body), ((string)telling.Body("carl", Renamed)["conversationUuid"]!, (string)telling.Body("carl", Renamed)["title"]!));
        AssertEvent(telling.Body("ann/1", Added), "Renamed", Ann, null, members: 3, read: 1);
        Assert.Equal("", (await people.After(() => Ann.Socket.Get("RequestRenameConversation", renaming))).Lines);
    }

    [Fact]
    public async Task A_nick_is_told_without_an_event()
    {
        await Ann.CreateGroup("nicked", Bob, Carl);
        object nick = new { conversationUuid = "nicked", nickEncrypted = TestPerson.Body, userId = Ann.UserId };
        Telling telling = await people.After(() => Ann.Socket.Get("UpdateMemberNick", nick));
        Assert.Equal($"""
            ann/2: {Nick}
            bob/1: {Nick}
            bob/2: {Nick}
            carl: {Nick}
            """, telling.Lines);
        Assert.Equal(("nicked", Ann.UserId), ((string)telling.Body("bob/1", Nick)["conversationUuid"]!, (string)telling.Body("bob/1", Nick)["userId"]!));
        Assert.Equal("", (await people.After(() => Ann.Socket.Get("UpdateMemberNick", nick))).Lines);
    }

    [Theory]
    [InlineData("RequestDeleteMessage")]
    [InlineData("RequestDeleteMessages")]
    public async Task A_deleted_message_is_told_once(string request)
    {
        string group = "without " + request;
        await Ann.CreateGroup(group, Bob, Carl);
        await Bob.Say(group, "m1");
        object body = request == "RequestDeleteMessage" ? new { conversationUuid = group, uuid = "m1" } : new { conversationUuid = group, uuids = (string[])["m1", "m1"] };
        Telling telling = await people.After(() => Ann.Socket.Get(request, body));
        Assert.Equal($"""
            ann/2: {Deleted}
            bob/1: {Deleted}
            bob/2: {Deleted}
            carl: {Deleted}
            """, telling.Lines);
        JsonNode told = telling.Body("bob/1", Deleted);
        Assert.Equal((group, "m1", Ann.UserId), ((string)told["conversationUuid"]!, (string)told["messageUuid"]!, (string)told["userId"]!));
        Assert.Equal("", (await people.After(() => Ann.Socket.Get(request, body))).Lines);
    }

    [Fact]
    public async Task Typing_is_told_at_most_once_a_second_and_never_stored()
    {
        await Ann.CreateGroup("typed", Bob, Carl);
        SortedDictionary<string, List<string>> before = people.Server.Stored();
        Telling telling = await people.After(async () =>
        {
            for (int times = 0; times < 5; times++) Assert.Equal("ok", await Ann.Socket.Status("RequestTyping", new { conversationUuid = "typed" }));
        });
        Assert.Equal($"""
            ann/2: {Typing}
            bob/1: {Typing}
            bob/2: {Typing}
            carl: {Typing}
            """, telling.Lines);
        Assert.Equal(("typed", Ann.UserId), ((string)telling.Body("carl", Typing)["conversationUuid"]!, (string)telling.Body("carl", Typing)["userId"]!));
        Assert.Equal(before, people.Server.Stored());
    }

    [Fact]
    public async Task Who_is_out_is_told_nothing_any_more_not_even_who_read_his_words()
    {
        await Ann.CreateGroup("out", Bob, Carl);
        await Bob.Say("out", "m1");
        await Ann.Kick("out", Bob);
        Telling telling = await people.After(async () =>
        {
            await Ann.Socket.Get("RequestMessagesReaded", new { conversationUuid = "out", messageUuids = (string[])["m1"] });
            await Carl.Socket.Get("MessageDelivered", new { conversationUuid = "out", messageUuid = "m1" });
            await Ann.Rekey("out", Ann, Carl);
            await Ann.Say("out", "m2");
            await Ann.Socket.Get("RequestTyping", new { conversationUuid = "out" });
            await Ann.Socket.Get("RequestRenameConversation", new { conversationUuid = "out", title = TestPerson.Body });
            await Ann.Socket.Get("UpdateMemberNick", new { conversationUuid = "out", nickEncrypted = TestPerson.Body, userId = (string?)null });
            await Ann.Socket.Get("RequestDeleteMessage", new { conversationUuid = "out", uuid = "m1" });
            await Ann.Socket.Get("RequestDeleteConversation", new { conversationUuid = "out" });
        });
        Assert.DoesNotContain("bob/", telling.Lines, StringComparison.Ordinal);
        Assert.Contains($"carl: ", telling.Lines, StringComparison.Ordinal);
        Assert.Contains($"ann/2: {Updated}", telling.Lines, StringComparison.Ordinal);
    }

    private static void AssertEvent(JsonNode body, string type, TestPerson by, TestPerson? whom, int members, int read)
    {
        JsonNode message = body["message"]!;
        Assert.Equal((true, type, by.UserId, whom?.UserId), ((bool)message["isEvent"]!, (string)message["eventType"]!, (string)message["userId"]!, (string?)message["eventUserId"]));
        Assert.Equal((members, read, read, false), ((int)message["members"]!, (int)message["readedMembers"]!, (int)message["deliveredMembers"]!, (bool)message["readed"]!));
        Assert.Null(message["bodyEncryptedBase64"]);
    }
}
