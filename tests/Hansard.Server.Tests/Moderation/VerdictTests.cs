using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Hansard.Server.Connections;
using Hansard.Server.Tests.Connections;
using Xunit;

namespace Hansard.Server.Tests.Moderation;

public sealed class VerdictTests : IAsyncLifetime
{
    private TestServer server = null!;
    private TestPerson ann = null!, bob = null!, carl = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.Start(limits: TestServer.Unhurried);
        (ann, bob, carl) = (await server.Keyed("+15550000001"), await server.Keyed("+15550000002"), await server.Keyed("+15550000003"));
        await ann.CreateDialog("d", bob);
        await ann.CreateGroup("g", bob, carl);
        await bob.Say("g", "m");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson person in (TestPerson[])[ann, bob, carl]) await person.DisposeAsync();
        await server.DisposeAsync();
    }

    private static object One(string conversation) => new { conversationUuid = conversation, userId = (string?)null };

    private static async Task<string> Say(TestPerson person, string conversation, string uuid) =>
        (string?)(await person.Socket.Ask("RequestAddMessage", TestPerson.Message(conversation, uuid)))["body"]!["status"] ?? Status.Ok;

    private Task<MessageMark> Mark(bool objectionable, string message = "m") => server.Command(new MarkMessage("default", new("g"), new(message), objectionable));

    private static async Task<bool> IsMarked(TestPerson person) =>
        (bool)(await person.Socket.Get("RequestGetMessagesByUuids", new { conversationUuid = "g", uuids = (string[])["m"] }))["messages"]![0]!["objectionable"]!;

    [Fact]
    public async Task A_marked_message_shows_it_and_all_members_are_told()
    {
        foreach (TestPerson person in (TestPerson[])[ann, bob, carl]) await person.Told();
        await ann.Socket.Get("RequestMessagesReaded", new { conversationUuid = "g", messageUuids = (string[])["m"] });
        await bob.Told();
        await Mark(true);
        await Mark(true);
        foreach (TestPerson person in (TestPerson[])[ann, bob, carl])
        {
            JsonObject told = Assert.Single(await person.Told());
            Assert.Equal(("UpdatedMessageNotification", "m", true, 2), ((string)told["type"]!, (string)told["body"]!["uuid"]!, (bool)told["body"]!["objectionable"]!, (int)told["body"]!["readedMembers"]!));
            Assert.True(await IsMarked(person));
        }
        // A later counter keeps the mark, from memory and from the database.
        await carl.Socket.Get("RequestMessagesReaded", new { conversationUuid = "g", messageUuids = (string[])["m"] });
        Assert.True((bool)Assert.Single(await bob.Told())["body"]!["objectionable"]!);
        await Mark(false);
        Assert.False((bool)Assert.Single(await carl.Told())["body"]!["objectionable"]!);
        Assert.False(await IsMarked(ann));
    }

    [Fact]
    public async Task Only_what_is_there_and_was_said_can_be_marked()
    {
        async Task<string> Refused(string conversation, string message) =>
            (await server.TryCommand(new MarkMessage("default", new(conversation), new(message), true))).Failure!.Status;
        JsonNode page = await ann.Socket.Get("RequestGetMessagesFromUuid", new { conversationUuid = "g", size = 10, uuid = (string?)null });
        string happened = (string)page["messages"]!.AsArray().First(message => (bool)message!["isEvent"]!)!["uuid"]!;
        Assert.Equal((Status.NotFound, Status.NotFound, Status.Invalid), (await Refused("nowhere", "m"), await Refused("g", "nothing"), await Refused("g", happened)));
        Assert.Equal(Status.NotFound, (await server.TryCommand(new MarkMessage("no network", new("g"), new("m"), true))).Failure!.Status);
    }

    /// <summary>One frame for the author, whose counters wait; for a reader's other device the mark beside the frame that says he has read it.</summary>
    [Fact]
    public async Task Neither_a_mark_nor_a_counter_that_wait_for_a_slow_reader_swallows_the_other()
    {
        await using RawSocket author = await Deaf(bob), reader = await Deaf(carl);
        await Clog(author, reader);
        object message = new { conversationUuid = "g", messageUuids = (string[])["m"] };

        await ann.Socket.Get("RequestMessagesReaded", message);
        await Mark(true);
        await carl.Socket.Get("RequestMessagesReaded", message);
        await Mark(false);
        await Mark(true);
        await ann.Say("g", "last");

        JsonNode only = Assert.Single(await Updates(author));
        Assert.Equal((true, 3, null), ((bool)only["objectionable"]!, (int)only["readedMembers"]!, (bool?)only["readed"]));
        List<JsonNode> toReader = await Updates(reader);
        Assert.Equal([(true, null), (true, true), (false, null), (true, null)], toReader.Select(update => ((bool)update["objectionable"]!, (bool?)update["readed"])));
        Assert.Equal(3, (int)toReader[^1]["readedMembers"]!);
    }

    private async Task<RawSocket> Deaf(TestPerson person)
    {
        const int fewBytes = 4 * 1024;
        RawSocket socket = await RawSocket.Connect(server, fewBytes);
        await socket.SignIn(person);
        return socket;
    }

    /// <summary>Says so much that of what comes next everything stays with the server.</summary>
    private async Task Clog(params RawSocket[] deaf)
    {
        string large = Convert.ToBase64String(new byte[15_000]);
        Connection[] connections = [.. server.Core.Connections.All.OrderByDescending(one => one.Id).Take(deaf.Length)];
        for (int number = 0, stuck = 0; stuck < 3; number++)
        {
            long[] before = [.. connections.Select(connection => connection.Outbox.UnsentBytes)];
            await ann.Say("g", $"clog{number}", large);
            stuck = connections.Zip(before).All(one => one.Second > 0 && one.First.Outbox.UnsentBytes >= one.Second + large.Length) ? stuck + 1 : 0;
        }
    }

    private static async Task<List<JsonNode>> Updates(RawSocket socket)
    {
        List<JsonNode> updates = [];
        while (true)
        {
            JsonObject frame = await socket.Json();
            if ((string)frame["type"]! == "UpdatedMessageNotification") updates.Add(frame["body"]!);
            if ((string?)frame["body"]!["message"]?["uuid"] == "last") return updates;
        }
    }

    [Fact]
    public async Task A_blocked_user_writes_in_no_dialog_at_once_and_in_all_of_them_when_he_is_let_again()
    {
        await bob.Say("d", "before");
        await server.Command(new BlockUser("default", new(bob.UserId), true));
        Assert.Equal((Status.Forbidden, Status.Ok, Status.Ok), (await Say(bob, "d", "blocked"), await Say(bob, "g", "to all"), await Say(ann, "d", "hers")));
        Assert.Equal(Status.Forbidden, await bob.Socket.Status("RequestTyping", new { conversationUuid = "d" }));
        Assert.True((bool)(await carl.Socket.Get("RequestGetUserInfo", new { userId = bob.UserId }))["user"]!["blocked"]!);
        Assert.True((bool)(await bob.Socket.Get("RequestGetConversationFull", One("d")))["conversation"]!["blocked"]!);
        await bob.Discover(carl);
        Assert.Equal(Status.Forbidden, await bob.Socket.Status("RequestCreateConversationFull", bob.Creation("d2", isDialog: true, [carl], [])));

        await server.Command(new BlockUser("default", new(bob.UserId), false));
        Assert.Equal(Status.Ok, await Say(bob, "d", "again"));
        Assert.False((bool)(await carl.Socket.Get("RequestGetUserInfo", new { userId = bob.UserId }))["user"]!["blocked"]!);
        Assert.Equal(Status.NotFound, (await server.TryCommand(new BlockUser("default", new("nobody"), true))).Failure!.Status);
    }

    [Fact]
    public async Task In_a_blocked_conversation_nobody_writes_names_anything_or_brings_anybody_in()
    {
        await using TestPerson eve = await server.Keyed("+15550000004");
        await ann.Discover(eve);
        await server.Command(new BlockConversation("default", new("g"), true));
        Assert.Equal((Status.Forbidden, Status.Forbidden), (await Say(ann, "g", "a"), await Say(bob, "g", "b")));
        Assert.Equal(Status.Forbidden, await ann.Socket.Status("RequestTyping", new { conversationUuid = "g" }));
        Assert.Equal(Status.Forbidden, await ann.Socket.Status("RequestRenameConversation", new { conversationUuid = "g", title = "AAAA" }));
        Assert.Equal(Status.Forbidden, await bob.Socket.Status("UpdateMemberNick", new { conversationUuid = "g", nickEncrypted = "AAAA", userId = (string?)null }));
        Assert.Equal(Status.Forbidden, await ann.Socket.Status("RequestAddMember", ann.Newcomer("g", eve)));
        Assert.Equal(Status.Forbidden, await ann.Socket.Status("RequestAddAdmin", ann.Newcomer("g", eve)));
        foreach (TestPerson person in (TestPerson[])[ann, bob, carl])
        {
            Assert.True((bool)(await person.Socket.Get("RequestGetConversationFull", One("g")))["conversation"]!["blocked"]!);
            Assert.Contains("m", await person.Page("g", null, 10));
        }
        Assert.Equal(Status.Ok, await ann.Socket.Status("RequestMessagesReaded", new { conversationUuid = "g", messageUuids = (string[])["m"] }));
        await carl.Leave("g");
        Assert.Equal(Status.Ok, await Say(ann, "d", "elsewhere"));

        await server.Command(new BlockConversation("default", new("g"), false));
        await ann.Rekey("g", ann, bob);
        await ann.Say("g", "again");
        Assert.Equal(Status.NotFound, (await server.TryCommand(new BlockConversation("default", new("nowhere"), true))).Failure!.Status);
    }
}
