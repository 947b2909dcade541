using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Xunit;

namespace Hansard.Server.Tests.Conversations;

/// <summary>People come into groups and go, rise and are put out, and what that does to keys and to what they may read.</summary>
public sealed class MemberChangeTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private static int groups;
    private readonly string group = $"members {Interlocked.Increment(ref groups)}";
    private TestPerson ann = null!, bob = null!, carl = null!;

    public async ValueTask InitializeAsync()
    {
        ann = await shared.Server.Keyed($"+1556{groups:D3}0001");
        bob = await shared.Server.Keyed($"+1556{groups:D3}0002");
        carl = await shared.Server.Keyed($"+1556{groups:D3}0003");
        await ann.CreateGroup(group, bob);
        await ann.Discover(carl);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson person in (TestPerson[])[ann, bob, carl]) await person.DisposeAsync();
    }

    [Fact]
    public async Task A_newcomer_reads_from_his_coming_on_under_the_key_that_was_wrapped_for_him()
    {
        await ann.Say(group, "before");
        await ann.Add(group, carl);
        await bob.Say(group, "after");
        Assert.Equal(["after"], await carl.Page(group, null, 10));
        Assert.Equal((1, "after"), await Unread(carl));
        JsonNode key = (await carl.Socket.Get("RequestGetSessionKey", new { conversationUuid = group, sessionKeyUuid = "key of " + group }))["sessionKey"]!;
        Assert.Equal((TestPerson.WrapFor(carl.UserId), ann.UserId), ((string)key["keyEncryptedBase64"]!, (string)key["signerUserId"]!));
        Assert.Equal(3, (int)(await carl.Say(group, "hello"))["members"]!);
        Assert.Equal("notFound", await carl.Socket.Status("RequestGetMessages", new { conversationUuid = group, fromMessageUuid = "before", size = 1 }));
        Assert.Equal(["ann", "bob carl"], await Roles());
    }

    [Fact]
    public async Task Who_comes_back_reads_both_times_and_nothing_between()
    {
        await ann.Add(group, carl);
        foreach (string uuid in (string[])["m1", "m2"]) await ann.Say(group, uuid);
        await carl.Socket.Get("RequestMessagesReaded", new { conversationUuid = group, messageUuids = (string[])["m1"] });
        await ann.Kick(group, carl);
        await ann.Rekey(group, ann, bob);
        foreach (string uuid in (string[])["m3", "m4", "m5"]) await bob.Say(group, uuid);
        await ann.Add(group, carl);
        foreach (string uuid in (string[])["m6", "m7"]) await bob.Say(group, uuid);
        Assert.Equal(["m7", "m6", "m2", "m1"], await carl.Page(group, null, 10));
        Assert.Equal((3, "m2"), await Unread(carl));
        await carl.Socket.Get("RequestMessagesReaded", new { conversationUuid = group, messageUuids = (string[])["m2", "m4", "m6"] });
        Assert.Equal((1, "m7"), await Unread(carl));
        await carl.Socket.Get("RequestMarkAllReaded", new { conversationUuid = group });
        Assert.Equal((0, null), await Unread(carl));
    }

    [Theory]
    [InlineData("left")]
    [InlineData("kicked")]
    public async Task After_somebody_is_out_nothing_is_said_until_the_others_have_a_key_that_he_has_not(string how)
    {
        await ann.Add(group, carl);
        await (how == "left" ? carl.Leave(group) : ann.Kick(group, carl));
        Assert.Equal("incompleteKeys", await bob.Socket.Status("RequestAddMessage", TestPerson.Message(group, "m")));
        Assert.Equal("forbidden", await carl.Socket.Status("RequestAddMessage", TestPerson.Message(group, "m")));
        JsonNode refusal = (await ann.Socket.Ask("RequestAddNewSessionKeys",
            new { conversationUuid = group, sessionKeys = new[] { ann, bob, carl }.Select(person => ann.KeyFor(person.UserId)) }))["body"]!;
        Assert.Equal(("incompleteKeys", $"Keys for others: {carl.UserId}."), ((string)refusal["status"]!, (string)refusal["description"]!));
        Assert.Equal("conflict", await ann.Socket.Status("RequestAddMember", ann.Newcomer(group, carl)));
        string former = ann.KeyOf(group), current = await bob.Rekey(group, ann, bob);
        await ann.Say(group, "m");
        Assert.Equal("conflict", await ann.Socket.Status("RequestAddMember", ann.Newcomer(group, carl, former)));
        await ann.Add(group, carl);
        Assert.Equal("forbidden", await bob.Socket.Status("RequestKickUser", new { conversationUuid = group, userId = carl.UserId }));
        Assert.Equal(current, (string)(await carl.Say(group, "back"))["sessionKeyUuid"]!);
    }

    [Fact]
    public async Task The_last_admin_who_leaves_makes_the_longest_standing_member_admin_and_the_last_member_ends_the_group()
    {
        await ann.Add(group, carl);
        await ann.Leave(group);
        Assert.Equal(["bob", "carl"], await Roles());
        await bob.Socket.Get("RequestChangeToAdmin", new { conversationUuid = group, userId = carl.UserId });
        await bob.Leave(group);
        Assert.Equal("forbidden", await bob.Socket.Status("RequestLeaveConversation", new { conversationUuid = group }));
        await carl.Leave(group);
        foreach (TestPerson person in (TestPerson[])[ann, bob, carl])
            Assert.Equal("notFound", await person.Socket.Status("RequestGetMembersList", new { conversationUuid = group }));
    }

    [Fact]
    public async Task A_newcomer_who_is_unknown_without_keys_or_wrapped_for_with_a_former_pair_is_refused_and_nothing_changes()
    {
        await using TestPerson keyless = await shared.Server.Person($"+1556{groups:D3}0004"), unknown = await shared.Server.Keyed($"+1556{groups:D3}0005");
        await ann.Discover(keyless);
        SortedDictionary<string, List<string>> before = shared.Server.Stored();
        Assert.Equal("notFound", await ann.Socket.Status("RequestAddMember", ann.Newcomer(group, unknown)));
        JsonNode refusal = (await ann.Socket.Ask("RequestAddAdmin", ann.Newcomer(group, keyless)))["body"]!;
        Assert.Equal(("incompleteKeys", $"Keys for people without a key pair: {keyless.UserId}."), ((string)refusal["status"]!, (string)refusal["description"]!));
        JsonNode stale = JsonSerializer.SerializeToNode(ann.Newcomer(group, carl))!;
        stale["keyPairUuids"] = new JsonObject { [carl.UserId] = "a former one" };
        refusal = (await ann.Socket.Ask("RequestAddMember", stale))["body"]!;
        Assert.Equal(("incompleteKeys", $"Keys for former key pairs of: {carl.UserId}."), ((string)refusal["status"]!, (string)refusal["description"]!));
        JsonNode forged = JsonSerializer.SerializeToNode(ann.Newcomer(group, carl))!;
        forged["sessionKeyValue"]!["signerUserId"] = bob.UserId;
        Assert.Equal("forbidden", await ann.Socket.Status("RequestAddMember", forged));
        forged["sessionKeyValue"]!["signerUserId"] = ann.UserId;
        forged["sessionKeyValue"]!["keyEncryptedBase64"] = "?";
        Assert.Equal("invalid", await ann.Socket.Status("RequestAddMember", forged));
        Assert.Equal("conflict", await ann.Socket.Status("RequestAddMember", ann.Newcomer(group, carl, "never was")));
        Assert.Equal("invalid", await ann.Socket.Status("RequestKickUser", new { conversationUuid = group, userId = ann.UserId }));
        foreach (string request in (string[])["RequestKickUser", "RequestChangeToAdmin"])
            Assert.Equal("notFound", await ann.Socket.Status(request, new { conversationUuid = group, userId = carl.UserId }));
        Assert.Equal(before, shared.Server.Stored());
        stale["keyPairUuids"] = new JsonObject { [carl.UserId] = carl.KeyPairUuid };
        await ann.Socket.Get("RequestAddMember", stale);
    }

    [Fact]
    public async Task Adding_again_what_was_added_is_granted_and_anything_else_of_a_member_is_a_conflict()
    {
        await ann.Add(group, carl);
        SortedDictionary<string, List<string>> before = shared.Server.Stored();
        await ann.Socket.Get("RequestAddMember", ann.Newcomer(group, carl));
        Assert.Equal("conflict", await ann.Socket.Status("RequestAddAdmin", ann.Newcomer(group, carl)));
        Assert.Equal("conflict", await ann.Socket.Status("RequestAddMember", ann.Newcomer(group, bob)));
        Assert.Equal(before, shared.Server.Stored());
    }

    [Fact]
    public async Task Admins_alone_change_a_group_and_nobody_changes_who_is_in_a_dialog()
    {
        await ann.Add(group, carl);
        await bob.Discover(ann);
        await ann.CreateDialog(group + " dialog", bob);
        foreach ((TestPerson asker, string conversation) in new[] { (bob, group), (ann, group + " dialog"), (bob, group + " dialog") })
        {
            SortedDictionary<string, List<string>> before = shared.Server.Stored();
            foreach (string request in (string[])["RequestAddMember", "RequestAddAdmin"])
                Assert.Equal((request, "forbidden"), (request, await asker.Socket.Status(request, asker.Newcomer(conversation, carl))));
            foreach (string request in (string[])["RequestKickUser", "RequestChangeToAdmin"])
                Assert.Equal((request, "forbidden"), (request, await asker.Socket.Status(request, new { conversationUuid = conversation, userId = carl.UserId })));
            Assert.Equal("forbidden", await asker.Socket.Status("RequestRenameConversation", new { conversationUuid = conversation, title = TestPerson.Body }));
            if (conversation == group) Assert.Equal("forbidden", await asker.Socket.Status("RequestDeleteConversation", new { conversationUuid = conversation }));
            else Assert.Equal("forbidden", await asker.Socket.Status("RequestLeaveConversation", new { conversationUuid = conversation }));
            Assert.Equal(before, shared.Server.Stored());
        }
    }

    [Fact]
    public async Task A_group_takes_no_more_than_its_members_and_a_person_no_more_than_his_conversations()
    {
        await using TestServer server = await TestServer.Start(limits: new() { ["membersPerConversation"] = 3, ["conversationsPerUser"] = 2 });
        await using TestPerson dan = await server.Keyed("+15550000001"), eve = await server.Keyed("+15550000002"), fay = await server.Keyed("+15550000003"), gus = await server.Keyed("+15550000004");
        await dan.CreateGroup("c", eve);
        await dan.Add("c", fay);
        await dan.Discover(gus);
        Assert.Equal("invalid", await dan.Socket.Status("RequestAddMember", dan.Newcomer("c", gus)));
        await dan.CreateGroup("d", fay);
        await eve.CreateGroup("e", gus);
        await eve.Discover(fay);
        Assert.Equal("tooManyRequests", await eve.Socket.Status("RequestAddMember", eve.Newcomer("e", fay)));
        await fay.Leave("d");
        await eve.Add("e", fay);
    }

    [Fact]
    public async Task Every_change_is_a_fact_in_its_order()
    {
        await using TestServer server = await TestServer.Start("on");
        (TestBot bot, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket recorder = socket;
        await using TestPerson dan = await server.Keyed("+15550000001"), eve = await server.Keyed("+15550000002"), fay = await server.Keyed("+15550000003");
        await dan.Discover(eve, fay);
        await dan.Socket.Get("RequestCreateConversationFull", dan.Creation("c", isDialog: false, [], [eve], bot.UserId.Value));
        int before = (await new FeedReader(recorder).ToTheHead()).Facts.Count;
        await dan.Add("c", fay, admin: true);
        await dan.Socket.Get("RequestChangeToAdmin", new { conversationUuid = "c", userId = eve.UserId });
        await dan.Socket.Get("RequestRenameConversation", new { conversationUuid = "c", title = TestPerson.Body });
        await dan.Socket.Get("UpdateMemberNick", new { conversationUuid = "c", nickEncrypted = TestPerson.Iv, userId = (string?)null });
        await dan.Kick("c", fay);
        await dan.Leave("c");
        await eve.Socket.Get("RequestAddNewSessionKeys", new { conversationUuid = "c", sessionKeys = new[] { eve.KeyFor(eve.UserId), eve.KeyFor(bot.UserId.Value) } });
        await eve.Leave("c");
        JsonObject[] facts = [.. (await new FeedReader(recorder).ToTheHead()).Facts.Skip(before)];
        Assert.Equal(
        [
            "memberAdded by dan: fay", "messageAdded by dan: fay", "memberPromoted by dan: eve", "messageAdded by dan: eve", "conversationRenamed by dan", "messageAdded by dan",
            "memberNickChanged by dan", "memberKicked by dan: fay", "sessionKeyClosed by dan, kicked", "messageAdded by dan: fay", "memberLeft by dan", "messageAdded by dan: dan",
            "sessionKeyAdded by eve", "messageAdded by eve", "memberLeft by eve", "sessionKeyClosed by eve, left", "conversationDeleted by eve",
        ], facts.Select(Told));

        string Told(JsonObject fact)
        {
            JsonNode body = fact["body"]!;
            string? whom = (string?)(body["memberUserId"] ?? body["eventUserId"]), reason = (string?)body["reason"];
            return $"{fact["kind"]} by {Name((string)fact["userId"]!)}{(reason is null ? "" : ", " + reason)}{(whom is null ? "" : ": " + Name(whom))}";
        }

        string Name(string userId) => userId == dan.UserId ? "dan" : userId == eve.UserId ? "eve" : userId == fay.UserId ? "fay" : "?";
    }

    private static async Task<(int Count, string? First)> Unread(TestPerson person)
    {
        JsonNode all = await person.Socket.Get("RequestGetConversationsFull", new { userId = (string?)null });
        return ((int)Assert.Single(all["conversations"]!.AsArray())!["unreadedCounter"]!, (string?)all["firstUnreadMessageUuid"]!.AsArray().SingleOrDefault());
    }

    /// <summary>Admins and members by name, in the order of their coming, as whoever is in sees them.</summary>
    private async Task<string[]> Roles()
    {
        JsonNode list = await carl.Socket.Get("RequestGetMembersList", new { conversationUuid = group });
        return [.. new[] { "admins", "members" }.Select(role => string.Join(' ', list[role]!.AsArray().Select(userId =>
            (string)userId! == ann.UserId ? "ann" : (string)userId! == bob.UserId ? "bob" : (string)userId! == carl.UserId ? "carl" : "?")))];
    }
}
