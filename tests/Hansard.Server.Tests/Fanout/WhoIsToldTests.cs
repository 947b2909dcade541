using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.Server.Tests.Fanout;

/// <summary>The table "Who is told", line by line. Ann acts on her first device; each device that is not in the list is told nothing.</summary>
public sealed class WhoIsToldTests(Household people) : IClassFixture<Household>
{
    private const string Added = "NotificationAddedMessageToConversation", CameIn = "NotificationAddMemberToConversation",
        NewKey = "NotificationNewSessionKey", Updated = "UpdatedMessageNotification", NewPublicKey = "NotificationNewPublicKey";

    private TestPerson Ann => people["ann/1"];

    private TestPerson Bob => people["bob/1"];

    private TestPerson Carl => people["carl"];

    [Fact]
    public async Task A_new_group_is_told_to_those_who_came_in_and_then_its_one_event_to_all()
    {
        Telling telling = await people.After(() => Ann.CreateGroup("new group", Bob, Carl));
        Assert.Equal($"""
            ann/1: {Added}
            ann/2: {CameIn}, {Added}
            bob/1: {CameIn}, {Added}
            bob/2: {CameIn}, {Added}
            carl: {CameIn}, {Added}
            """, telling.Lines);
        Assert.Equal(Bob.UserId, (string)telling.Body("bob/2", CameIn)["userId"]!);
        Assert.Equal(Ann.UserId, (string)telling.Body("ann/2", CameIn)["userId"]!);
        JsonNode came = telling.Body("bob/1", CameIn)["conversation"]!;
        Assert.Equal(("new group", 0, 0), ((string)came["uuid"]!, came["admins"]!.AsArray().Count, came["members"]!.AsArray().Count));
        JsonNode message = telling.Body("carl", Added)["message"]!;
        Assert.Equal((true, "Added", null, null, 3), ((bool)message["isEvent"]!, (string)message["eventType"]!, (string?)message["eventUserId"], (string?)message["bodyEncryptedBase64"], (int)message["members"]!));
        Assert.Equal((Ann.UserId, "key of new group"), ((string)message["userId"]!, (string)message["sessionKeyUuid"]!));
    }

    [Fact]
    public async Task A_new_dialog_s_event_names_the_other()
    {
        Telling telling = await people.After(() => Ann.CreateDialog("new dialog", Bob));
        Assert.Equal($"""
            ann/1: {Added}
            ann/2: {CameIn}, {Added}
            bob/1: {CameIn}, {Added}
            bob/2: {CameIn}, {Added}
            """, telling.Lines);
        Assert.Equal(Bob.UserId, (string)telling.Body("bob/1", Added)["message"]!["eventUserId"]!);
        Assert.True((bool)telling.Body("bob/1", CameIn)["conversation"]!["isDialog"]!);
    }

    [Fact]
    public async Task A_message_is_told_to_all_but_the_connection_that_has_it_in_its_reply()
    {
        await Ann.CreateGroup("message", Bob, Carl);
        JsonNode? answer = null;
        Telling telling = await people.After(async () => answer = await Ann.Say("message", "m1"));
        Assert.Equal($"""
            ann/2: {Added}
            bob/1: {Added}
            bob/2: {Added}
            carl: {Added}
            """, telling.Lines);
        Assert.Equal((1, 1, false), ((int)answer!["readedMembers"]!, (int)answer["deliveredMembers"]!, (bool)answer["readed"]!));
        foreach (string device in (string[])["ann/2", "bob/1", "bob/2", "carl"])
            Assert.True(JsonNode.DeepEquals(answer, telling.Body(device, Added)["message"]));
    }

    [Fact]
    public async Task A_retried_or_refused_message_is_told_to_nobody()
    {
        await Ann.CreateGroup("retried", Bob, Carl);
        await Ann.Say("retried", "m1");
        Telling telling = await people.After(async () =>
        {
            await Ann.Say("retried", "m1");
            Assert.Equal("conflict", await Bob.Socket.Status("RequestAddMessage", TestPerson.Message("retried", "m1")));
            Assert.Equal("notFound", await people["eve"].Socket.Status("RequestAddMessage", TestPerson.Message("retried", "m2")));
        });
        Assert.Equal("", telling.Lines);
    }

    [Fact]
    public async Task Delivery_is_told_to_the_author()
    {
        await Ann.CreateGroup("delivered", Bob, Carl);
        await Bob.Say("delivered", "m1");
        Telling telling = await people.After(() => Ann.Socket.Get("MessageDelivered", new { conversationUuid = "delivered", messageUuid = "m1" }));
        Assert.Equal($"""
            bob/1: {Updated}
            bob/2: {Updated}
            """, telling.Lines);
        JsonNode counters = telling.Body("bob/1", Updated);
        Assert.Equal((3, 1, 2, false), ((int)counters["members"]!, (int)counters["readedMembers"]!, (int)counters["deliveredMembers"]!, counters.AsObject().ContainsKey("readed")));
    }

    [Theory]
    [InlineData("RequestMessagesReaded")]
    [InlineData("RequestMarkAllReaded")]
    public async Task Reading_is_told_to_the_author_and_to_the_readers_other_devices(string request)
    {
        string group = "read by " + request;
        await Ann.CreateGroup(group, Bob, Carl);
        await Ann.Socket.Get("RequestMarkAllReaded", new { conversationUuid = group });
        await Bob.Say(group, "m1");
        object body = request == "RequestMarkAllReaded" ? new { conversationUuid = group } : new { conversationUuid = group, messageUuids = (string[])["m1"] };
        Telling telling = await people.After(() => Ann.Socket.Get(request, body));
        Assert.Equal($"""
            ann/2: {Updated}
            bob/1: {Updated}
            bob/2: {Updated}
            """, telling.Lines);
        Assert.True((bool)telling.Body("ann/2", Updated)["readed"]!);
        JsonNode counters = telling.Body("bob/2", Updated);
        Assert.Equal((3, 2, 2, false), ((int)counters["members"]!, (int)counters["readedMembers"]!, (int)counters["deliveredMembers"]!, counters.AsObject().ContainsKey("readed")));

        Assert.Equal("", (await people.After(() => Ann.Socket.Get(request, body))).Lines);
    }

    [Fact]
    public async Task A_new_session_key_is_told_to_each_member_with_his_own_wrap_and_then_as_an_event_to_all()
    {
        await Ann.CreateGroup("rekeyed", Bob, Carl);
        string[] members = [Ann.UserId, Bob.UserId, Carl.UserId];
        JsonNode? answer = null;
        Telling telling = await people.After(async () => answer = await Ann.Socket.Get("RequestAddNewSessionKeys",
            new { conversationUuid = "rekeyed", sessionKeys = members.Select(member => Ann.KeyFor(member, TestPerson.WrapFor(member))) }));
        Assert.Equal($"""
            ann/1: {Added}
            ann/2: {NewKey}, {Added}
            bob/1: {NewKey}, {Added}
            bob/2: {NewKey}, {Added}
            carl: {NewKey}, {Added}
            """, telling.Lines);
        foreach ((string device, string member) in new[] { ("ann/2", Ann.UserId), ("bob/1", Bob.UserId), ("bob/2", Bob.UserId), ("carl", Carl.UserId) })
        {
            JsonNode wrap = telling.Body(device, NewKey)["sessionKey"]!;
            Assert.Equal((member, TestPerson.WrapFor(member)), ((string)wrap["userId"]!, (string)wrap["keyEncryptedBase64"]!));
            Assert.Equal(((string)answer!["sessionKeyUuid"]!, Ann.UserId), ((string)wrap["uuid"]!, (string)wrap["signerUserId"]!));
        }
        JsonNode message = telling.Body("ann/1", Added)["message"]!;
        Assert.Equal(("SessionKeyRegenerated", null, (string)answer!["sessionKeyUuid"]!), ((string)message["eventType"]!, (string?)message["eventUserId"], (string)message["sessionKeyUuid"]!));
    }

    [Fact]
    public async Task A_first_public_key_is_told_to_the_users_other_devices()
    {
        const string number = "+15550000099";
        await using TestPerson first = await people.Server.Person(number), second = await people.Server.Person(number);
        await Ann.Discover(first);
        await first.Told();
        Telling telling = await people.After(() => second.AddKeys());
        Assert.Equal("", telling.Lines);
        JsonObject told = Assert.Single(await first.Told());
        Assert.Equal(NewPublicKey, (string)told["type"]!);
        Assert.Equal((first.UserId, null, TestKeys.PublicPem), ((string)told["body"]!["userId"]!, (string?)told["body"]!["conversationUuid"], (string)told["body"]!["keyBase64"]!));
        Assert.DoesNotContain(await second.Told(), frame => (string)frame["type"]! == NewPublicKey);
    }

    [Fact]
    public async Task A_log_in_is_told_to_the_users_other_devices()
    {
        await using TestSocket socket = await people.Server.Connect();
        Telling telling = await people.After(async () => Assert.Equal("ok", await people["bob/2"].Authenticate(socket)));
        Assert.Equal("""
            bob/1: AuthenticationByApplicationNotification
            bob/2: AuthenticationByApplicationNotification
            """, telling.Lines);
        JsonNode application = telling.Body("bob/1", "AuthenticationByApplicationNotification")["application"]!;
        Assert.Equal((people["bob/2"].ApplicationUuid, null, null, true), ((string)application["uuid"]!, (string?)application["smsCode"], (string?)application["deviceToken"], (bool)application["online"]!));
    }

    [Fact]
    public async Task Queries_are_told_to_nobody()
    {
        await Ann.CreateGroup("queried", Bob);
        await Bob.Say("queried", "m1");
        Telling telling = await people.After(async () =>
        {
            await Ann.Page("queried", null, 10);
            await Ann.Socket.Get("RequestGetConversationsFull", new { userId = (string?)null });
            await Ann.Socket.Get("RequestGetConversationFull", new { conversationUuid = "queried", userId = (string?)null });
            await Ann.Socket.Get("RequestGetUserInfo", new { userId = Bob.UserId });
            await Ann.Discover(Bob, Carl);
        });
        Assert.Equal("", telling.Lines);
    }
}
