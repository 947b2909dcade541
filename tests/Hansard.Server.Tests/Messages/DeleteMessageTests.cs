using System.Text.Json.Nodes;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Xunit;

namespace Hansard.Server.Tests.Messages;

/// <summary>A deleted message leaves a tombstone: it was there, and what it said is gone.</summary>
public sealed class DeleteMessageTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private static int groups;
    private readonly string group = $"deletions {Interlocked.Increment(ref groups)}";
    private TestPerson ann = null!, bob = null!, carl = null!;

    public async ValueTask InitializeAsync()
    {
        ann = await shared.Server.Keyed($"+1557{groups:D3}0001");
        bob = await shared.Server.Keyed($"+1557{groups:D3}0002");
        carl = await shared.Server.Keyed($"+1557{groups:D3}0003");
        await ann.CreateGroup(group, bob, carl);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson person in (TestPerson[])[ann, bob, carl]) await person.DisposeAsync();
    }

    private Task<string> Delete(TestPerson person, params string[] uuids) => uuids is [string uuid]
        ? person.Socket.Status("RequestDeleteMessage", new { conversationUuid = group, uuid })
        : person.Socket.Status("RequestDeleteMessages", new { conversationUuid = group, uuids });

    [Fact]
    public async Task A_tombstone_keeps_its_place_and_its_author_and_says_nothing()
    {
        JsonNode said = await bob.Say(group, "m1");
        await ann.Say(group, "m2", replyTo: "m1");
        Assert.Equal("ok", await Delete(bob, "m1"));
        Assert.Equal(["m2", "m1"], await carl.Page(group, null, 10));
        JsonNode tombstone = (await carl.Socket.Get("RequestGetMessagesByUuids", new { conversationUuid = group, uuids = (string[])["m1"] }))["messages"]![0]!;
        Assert.Equal((true, null, null, bob.UserId, (long)said["created"]!, 3),
            ((bool)tombstone["deleted"]!, (string?)tombstone["ivBase64"], (string?)tombstone["bodyEncryptedBase64"], (string)tombstone["userId"]!, (long)tombstone["created"]!, (int)tombstone["members"]!));
        Assert.Equal(["m2"], await carl.Page(group, "m1", 10));
        Assert.Equal("m1", (string?)(await carl.Say(group, "m3", replyTo: "m1"))["replyMessageUuid"]);
    }

    [Fact]
    public async Task Authors_and_admins_delete_in_groups_and_authors_alone_in_dialogs()
    {
        await ann.CreateDialog(group + " dialog", bob);
        await ann.Say(group, "of ann");
        await bob.Say(group, "of bob");
        await bob.Say(group + " dialog", "of bob");
        await carl.Discover(bob);
        SortedDictionary<string, List<string>> before = shared.Server.Stored();
        Assert.Equal("forbidden", await Delete(bob, "of ann"));
        Assert.Equal("forbidden", await Delete(carl, "of bob"));
        Assert.Equal("forbidden", await Delete(bob, "of bob", "of ann"));
        Assert.Equal("notFound", await Delete(ann, "of ann", "never was"));
        Assert.Equal("notFound", await Delete(ann, "never was"));
        Assert.Equal("forbidden", await ann.Socket.Status("RequestDeleteMessage", new { conversationUuid = group + " dialog", uuid = "of bob" }));
        Assert.Equal("invalid", await Delete(ann, [.. Enumerable.Range(0, 1_001).Select(number => $"m{number}")]));
        string @event = (string)(await ann.Socket.Get("RequestGetMessages", new { conversationUuid = group, fromMessageUuid = (string?)null, size = 10 }))["messages"]!.AsArray()
            .Single(message => (bool)message!["isEvent"]!)!["uuid"]!;
        Assert.Equal("forbidden", await Delete(ann, @event));
        Assert.Equal(before, shared.Server.Stored());
        Assert.Equal("ok", await Delete(ann, "of ann", "of bob"));
        Assert.Equal("ok", await Delete(bob, "of bob", "of bob"));
        Assert.Equal("ok", await Delete(ann));
        Assert.Equal("ok", await bob.Socket.Status("RequestDeleteMessage", new { conversationUuid = group + " dialog", uuid = "of bob" }));
    }

    [Fact]
    public async Task Who_was_not_there_can_neither_delete_nor_answer_what_was_said()
    {
        await using TestPerson dan = await shared.Server.Keyed($"+1557{groups:D3}0004");
        await bob.Say(group, "m1");
        await ann.Discover(dan);
        await ann.Add(group, dan);
        await ann.Socket.Get("RequestChangeToAdmin", new { conversationUuid = group, userId = dan.UserId });
        Assert.Equal("notFound", await Delete(dan, "m1"));
        foreach (string target in (string[])["m1", "never was"])
            Assert.Equal("notFound", await dan.Socket.Status("RequestAddMessage", TestPerson.Message(group, "answer", replyTo: target)));
    }

    [Fact]
    public async Task What_is_deleted_counts_as_nobodys_unread_message_any_more()
    {
        for (int number = 1; number <= 4; number++) await ann.Say(group, $"m{number}");
        await bob.Socket.Get("RequestMessagesReaded", new { conversationUuid = group, messageUuids = (string[])["m1"] });
        Assert.Equal("ok", await Delete(ann, "m1", "m2"));
        Assert.Equal((2, "m3"), await Unread(bob));
        Assert.Equal((2, "m3"), await Unread(carl));
        // The tombstone can still be read, and that changes no count.
        await carl.Socket.Get("RequestMessagesReaded", new { conversationUuid = group, messageUuids = (string[])["m2", "m3"] });
        Assert.Equal((1, "m4"), await Unread(carl));
        Assert.Equal("ok", await Delete(ann, "m3", "m4"));
        Assert.Equal((0, null), await Unread(bob));
        Assert.Equal((0, null), await Unread(carl));
        await bob.Say(group, "m5");
        Assert.Equal((1, "m5"), await Unread(carl));
    }

    [Fact]
    public async Task The_same_message_again_after_its_deletion_stays_deleted()
    {
        await bob.Say(group, "m1");
        Assert.Equal("ok", await Delete(bob, "m1"));
        JsonNode again = await bob.Say(group, "m1");
        Assert.Equal((true, null), ((bool)again["deleted"]!, (string?)again["bodyEncryptedBase64"]));
        Assert.Equal("conflict", await ann.Socket.Status("RequestAddMessage", TestPerson.Message(group, "m1")));
    }

    [Fact]
    public async Task Without_a_recorder_what_was_said_leaves_the_disk_with_its_deletion()
    {
        string body = Convert.ToBase64String("as the sea is deep"u8);
        await bob.Say(group, "m1", body);
        Assert.Contains(shared.Server.Stored()["ciphertexts"], row => row.Contains(body, StringComparison.Ordinal));
        Assert.Equal("ok", await Delete(bob, "m1"));
        Assert.DoesNotContain(shared.Server.Stored().SelectMany(table => table.Value), row => row.Contains(body, StringComparison.Ordinal));
        Assert.Empty(shared.Server.Stored()["erasures"]);
    }

    [Fact]
    public async Task With_recorders_what_was_said_stays_until_the_slowest_has_acknowledged_or_is_retired()
    {
        await using TestServer server = await TestServer.Start("on");
        (TestBot quick, TestSocket quickSocket) = await TestBot.Recorder(server);
        (TestBot slow, TestSocket slowSocket) = await TestBot.Recorder(server, "slow", keyNumber: 2);
        await using TestSocket one = quickSocket, other = slowSocket;
        await using TestPerson dan = await server.Keyed("+15550000001"), eve = await server.Keyed("+15550000002");
        await dan.CreateDialog("c", eve, quick.UserId.Value, slow.UserId.Value);
        await dan.Say("c", "m1");
        await dan.Say("c", "m2");
        await dan.Socket.Get("RequestDeleteMessage", new { conversationUuid = "c", uuid = "m1" });
        FeedReader feed = await new FeedReader(one).ToTheHead();
        Assert.Equal(2, feed.Bodies.Count);
        await one.Get("RequestAcknowledgeFeed", new { through = feed.Facts.Count });
        Assert.Equal(2, (await new FeedReader(other).ToTheHead()).Bodies.Count);
        await other.Get("RequestAcknowledgeFeed", new { through = feed.Facts.Count - 1 });
        Assert.Equal(2, (await new FeedReader(other).ToTheHead()).Bodies.Count);
        await other.Get("RequestAcknowledgeFeed", new { through = feed.Facts.Count });
        Assert.Equal(["m2"], Said(await new FeedReader(other).ToTheHead()));

        await dan.Socket.Get("RequestDeleteMessage", new { conversationUuid = "c", uuid = "m2" });
        await one.Get("RequestAcknowledgeFeed", new { through = (await new FeedReader(one).ToTheHead()).Facts.Count });
        Assert.Equal(["m2"], Said(await new FeedReader(one).ToTheHead()));
        await server.Command(new Server.Admin.RetireBot("default", "slow"));
        Assert.Empty((await new FeedReader(one).ToTheHead()).Bodies);
    }

    /// <summary>The messages whose ciphertext still travels in the feed.</summary>
    private static IEnumerable<string> Said(FeedReader feed) => feed.Bodies.Keys.Select(sequence => (string)feed.Facts[(int)sequence - 1]["body"]!["messageUuid"]!);

    private static async Task<(int Count, string? First)> Unread(TestPerson person)
    {
        JsonNode all = await person.Socket.Get("RequestGetConversationsFull", new { userId = (string?)null });
        return ((int)Assert.Single(all["conversations"]!.AsArray())!["unreadedCounter"]!, (string?)all["firstUnreadMessageUuid"]!.AsArray().SingleOrDefault());
    }
}
