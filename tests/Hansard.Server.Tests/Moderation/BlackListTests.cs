using System.Text.Json.Nodes;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Xunit;

namespace Hansard.Server.Tests.Moderation;

public sealed class BlackListTests : IAsyncLifetime
{
    private TestServer server = null!;
    private TestPerson ann = null!, tablet = null!, bob = null!, carl = null!, eve = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.Start();
        (ann, tablet, bob, carl, eve) = (await server.Keyed("+15550000001"), await server.Person("+15550000001"), await server.Keyed("+15550000002"),
            await server.Keyed("+15550000003"), await server.Keyed("+15550000004"));
        await ann.Discover(bob, carl);
        await bob.Discover(ann);
        await ann.Told();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson person in (TestPerson[])[ann, tablet, bob, carl, eve]) await person.DisposeAsync();
        await server.DisposeAsync();
    }

    private static Task<string> Add(TestPerson person, string userId) => person.Socket.Status("AddBlackList", new { userId });

    private static Task<string> Remove(TestPerson person, string userId) => person.Socket.Status("RemoveBlackList", new { userId });

    private static async Task<string[]> Of(TestPerson person, string? userId = null) =>
        [.. (await person.Socket.Get("GetBlackList", new { userId }))["users"]!.AsArray().Select(id => (string)id!)];

    private static async Task<string> Say(TestPerson person, string conversation, string uuid) =>
        (string?)(await person.Socket.Ask("RequestAddMessage", TestPerson.Message(conversation, uuid)))["body"]!["status"] ?? Status.Ok;

    /// <summary>Whether a user and a conversation look blocked, asked in each way there is.</summary>
    private static async Task<(bool User, bool Conversation)> Blocked(TestPerson viewer, TestPerson seen, string conversation)
    {
        bool user = (bool)(await viewer.Socket.Get("RequestGetUserInfo", new { userId = seen.UserId }))["user"]!["blocked"]!;
        JsonNode many = (await viewer.Socket.Get("RequestGetUserInfoMulti", new { userIds = (string[])[seen.UserId] }))["users"]![0]!;
        JsonNode one = (await viewer.Socket.Get("RequestGetConversationFull", new { conversationUuid = conversation, userId = (string?)null }))["conversation"]!;
        JsonNode all = await viewer.Socket.Get("RequestGetConversationsFull", new { userId = (string?)null });
        bool listed = (bool)all["conversations"]!.AsArray().Single(found => (string)found!["uuid"]! == conversation)!["blocked"]!;
        bool member = (bool)all["members"]!.AsArray().Single(found => (string)found!["userId"]! == seen.UserId)!["blocked"]!;
        Assert.Equal((user, user, listed), ((bool)many["blocked"]!, member, (bool)one["blocked"]!));
        return (user, listed);
    }

    [Fact]
    public async Task The_list_is_that_of_all_the_users_applications_in_the_order_of_coming_and_told_to_nobody()
    {
        Assert.Empty(await Of(ann));
        Assert.Equal(Status.Ok, await Add(ann, carl.UserId));
        Assert.Equal(Status.Ok, await Add(tablet, bob.UserId));
        Assert.Equal(Status.Ok, await Add(ann, carl.UserId));
        Assert.Equal([carl.UserId, bob.UserId], await Of(tablet, tablet.UserId));
        Assert.Equal(Status.Ok, await Remove(ann, carl.UserId));
        Assert.Equal(Status.Ok, await Remove(ann, carl.UserId));
        Assert.Equal([bob.UserId], await Of(ann));
        Assert.Empty(await Of(bob));
        foreach (TestPerson person in (TestPerson[])[ann, tablet, bob, carl]) Assert.Empty(await person.Told());
    }

    [Fact]
    public async Task Strangers_nobodies_and_oneself_are_refused()
    {
        PhoneNumbers.TryUserIdOf("+15559999999", out UserId nobody);
        foreach (string stranger in (string[])[eve.UserId, nobody.Value])
        {
            Assert.Equal(Status.NotFound, await Add(ann, stranger));
            Assert.Equal(Status.NotFound, await Remove(ann, stranger));
        }
        Assert.Equal(Status.Invalid, await Add(ann, ann.UserId));
        Assert.Equal(Status.Forbidden, await bob.Socket.Status("GetBlackList", new { userId = ann.UserId }));
        Assert.Empty(await Of(ann));
    }

    [Fact]
    public async Task Whoever_is_on_it_opens_no_dialog_with_its_owner()
    {
        await Add(ann, bob.UserId);
        Assert.Equal(Status.Forbidden, await bob.Socket.Status("RequestCreateConversationFull", bob.Creation("d", isDialog: true, [ann], [])));
        await bob.CreateGroup("a group is no dialog", ann);
        JsonNode dialog = await ann.CreateDialog("d", bob);
        Assert.True((bool)dialog["conversation"]!["blocked"]!);
        List<JsonObject> told = await bob.Told();
        Assert.False((bool)told.Last(frame => (string)frame["type"]! == "NotificationAddMemberToConversation")["body"]!["conversation"]!["blocked"]!);
    }

    [Fact]
    public async Task Whoever_is_on_it_writes_nothing_in_their_dialog_and_its_owner_still_does()
    {
        await bob.CreateDialog("d", ann);
        await bob.CreateGroup("g", ann, carl);
        await bob.Say("d", "before");
        Assert.Equal((false, false), await Blocked(ann, bob, "d"));
        Assert.Equal(Status.Ok, await Add(ann, bob.UserId));

        await ann.Told();
        Assert.Equal(Status.Forbidden, await Say(bob, "d", "refused"));
        Assert.Empty(await ann.Told());
        // What was answered once is answered so again.
        await bob.Say("d", "before");
        await ann.Say("d", "hers");
        await bob.Say("g", "to all");
        Assert.Equal((true, true), await Blocked(ann, bob, "d"));
        Assert.Equal((true, false), await Blocked(tablet, bob, "g"));
        Assert.Equal((false, false), await Blocked(bob, ann, "d"));
        Assert.Equal((false, false), await Blocked(carl, bob, "g"));

        Assert.Equal(Status.Ok, await Remove(tablet, bob.UserId));
        await bob.Say("d", "again");
        Assert.Equal((false, false), await Blocked(ann, bob, "d"));
    }

    [Fact]
    public async Task Each_may_have_the_other_on_his_list()
    {
        await ann.CreateDialog("d", bob);
        await Add(ann, bob.UserId);
        await Add(bob, ann.UserId);
        Assert.Equal((Status.Forbidden, Status.Forbidden), (await Say(ann, "d", "a"), await Say(bob, "d", "b")));
        await Remove(ann, bob.UserId);
        Assert.Equal((Status.Forbidden, Status.Ok), (await Say(ann, "d", "a"), await Say(bob, "d", "b")));
    }

    [Fact]
    public async Task A_user_whom_the_network_has_blocked_opens_no_dialog_writes_in_none_and_looks_blocked_to_everyone()
    {
        await ann.CreateDialog("d", bob);
        await bob.CreateGroup("g", ann, carl);
        await server.Core.Writer.Run(batch =>
        {
            batch.Sql.Execute("UPDATE users SET blocked = 1 WHERE user_id = @userId", new { userId = bob.UserId });
            batch.Conversations.ForgetAll();
            return true;
        });
        Assert.Equal(Status.Forbidden, await Say(bob, "d", "m"));
        await bob.Say("g", "to all");
        await ann.Say("d", "hers");
        await bob.Discover(carl);
        Assert.Equal(Status.Forbidden, await bob.Socket.Status("RequestCreateConversationFull", bob.Creation("d2", isDialog: true, [carl], [])));
        Assert.Equal((true, true), await Blocked(ann, bob, "d"));
        Assert.Equal((false, true), await Blocked(bob, ann, "d"));
        Assert.Equal((true, false), await Blocked(carl, bob, "g"));
    }
}
