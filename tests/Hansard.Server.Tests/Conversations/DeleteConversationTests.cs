using System.Text.Json.Nodes;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Xunit;

namespace Hansard.Server.Tests.Conversations;

/// <summary>A deleted conversation is gone for everybody at once, and from the disk as soon as it is recorded.</summary>
public sealed class DeleteConversationTests
{
    [Fact]
    public async Task A_deleted_conversation_is_not_there_for_anybody_and_its_uuid_stays_taken()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002"), carl = await server.Keyed("+15550000003");
        await ann.CreateGroup("g", bob, carl);
        await ann.Kick("g", carl);
        await ann.Socket.Get("RequestDeleteConversation", new { conversationUuid = "g" });
        foreach (TestPerson person in (TestPerson[])[ann, bob, carl])
        {
            Assert.Equal("notFound", await person.Socket.Status("RequestGetConversationFull", new { conversationUuid = "g", userId = (string?)null }));
            Assert.Equal("notFound", await person.Socket.Status("RequestDeleteConversation", new { conversationUuid = "g" }));
            Assert.Equal("notFound", await person.Socket.Status("RequestAddMessage", TestPerson.Message("g", "m")));
            JsonNode all = await person.Socket.Get("RequestGetConversationsFull", new { userId = (string?)null });
            Assert.Empty(all["conversations"]!.AsArray());
            Assert.Empty(all["sessionKeys"]!.AsArray());
        }
        await bob.Discover(ann);
        Assert.Equal("conflict", await bob.Socket.Status("RequestCreateConversationFull", bob.Creation("g", isDialog: false, [], [ann])));
        Assert.Empty(Stored(server, "messages"));
        Assert.Empty(Stored(server, "session_key_wraps"));
    }

    [Fact]
    public async Task Either_of_two_deletes_their_dialog_and_then_there_may_be_another()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("first", bob);
        await bob.Socket.Get("RequestDeleteConversation", new { conversationUuid = "first" });
        await bob.Discover(ann);
        string[] statuses = await Task.WhenAll(new[] { (ann, bob), (bob, ann) }.Select(async pair =>
            (string?)(await pair.Item1.Socket.Ask("RequestCreateConversationFull", pair.Item1.Creation("of " + pair.Item1.Number, isDialog: true, [pair.Item2], [])))["body"]!["status"] ?? "created"));
        Assert.Equal(["conflict", "created"], statuses.Order());
    }

    [Fact]
    public async Task What_was_said_stays_for_the_recorder_until_it_acknowledges_and_not_a_moment_longer()
    {
        await using TestServer server = await TestServer.Start("on");
        (TestBot first, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket recorder = socket;
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.Discover(bob);
        await ann.Socket.Get("RequestCreateConversationFull", ann.Creation("g", isDialog: false, [], [bob], first.UserId.Value));
        await ann.Say("g", "m1");
        FeedReader before = await new FeedReader(recorder).ToTheHead();
        await ann.Socket.Get("RequestDeleteConversation", new { conversationUuid = "g" });
        await recorder.Get("RequestAcknowledgeFeed", new { through = before.Facts.Count });
        FeedReader after = await new FeedReader(recorder).ToTheHead();
        Assert.Single(after.Bodies);
        Assert.Equal("conversationDeleted", (string)after.Facts[^1]["kind"]!);
        Assert.NotEmpty(Stored(server, "messages"));
        await recorder.Get("RequestAcknowledgeFeed", new { through = after.Facts.Count });
        FeedReader last = await new FeedReader(recorder).ToTheHead();
        Assert.Empty(last.Bodies);
        Assert.Equal(after.Facts.Select(fact => fact.ToJsonString()), last.Facts.Select(fact => fact.ToJsonString()));
        foreach (string table in (string[])["messages", "ciphertexts", "session_key_wraps", "erasures"]) Assert.Empty(Stored(server, table));
    }

    [Fact]
    public async Task A_long_conversation_goes_in_several_steps()
    {
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateGroup("g", bob);
        for (int message = 0; message < 2_500; message++) await ann.Socket.Send("RequestAddMessage", TestPerson.Message("g", $"m{message}"));
        for (int message = 0; message < 2_500; message++) await ann.Socket.Reply();
        await ann.Socket.Get("RequestDeleteConversation", new { conversationUuid = "g" });
        while (Stored(server, "messages").Count + Stored(server, "erasures").Count > 0) await ann.Socket.Get("RequestPing", new { clientVersion = "1", when = 1 });
        Assert.Empty(Stored(server, "ciphertexts"));
        Assert.Empty(Stored(server, "session_key_wraps"));
    }

    private static List<string> Stored(TestServer server, string table) => server.Stored()[table];
}
