using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.Server.Tests.Messages;

/// <summary>Receipts are sets per user: what is read is what was named, no more.</summary>
public sealed class ReceiptTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private static int groups;
    private readonly string group = $"g{Interlocked.Increment(ref groups)}";
    private TestPerson ann = null!, bob = null!, carl = null!;

    public async ValueTask InitializeAsync()
    {
        ann = await shared.Server.Keyed($"+1555{groups:D3}0001");
        bob = await shared.Server.Keyed($"+1555{groups:D3}0002");
        carl = await shared.Server.Keyed($"+1555{groups:D3}0003");
        await ann.CreateGroup(group, bob, carl);
        for (int number = 1; number <= 5; number++) await ann.Say(group, $"m{number}");
        await bob.Say(group, "of bob");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson person in (TestPerson[])[ann, bob, carl]) await person.DisposeAsync();
    }

    private Task<JsonNode> Read(TestPerson person, params string[] uuids) =>
        person.Socket.Get("RequestMessagesReaded", new { conversationUuid = group, messageUuids = uuids });

    private Task<JsonNode> Deliver(TestPerson person, string uuid) => person.Socket.Get("MessageDelivered", new { conversationUuid = group, messageUuid = uuid });

    /// <summary>Unread messages by the counter, and the first of them.</summary>
    private async Task<(int Count, string? First)> Unread(TestPerson person)
    {
        JsonNode all = await person.Socket.Get("RequestGetConversationsFull", new { userId = (string?)null });
        int counter = (int)Assert.Single(all["conversations"]!.AsArray())!["unreadedCounter"]!;
        JsonNode one = await person.Socket.Get("RequestGetConversationFull", new { conversationUuid = group, userId = (string?)null });
        Assert.Equal(counter, (int)one["conversation"]!["unreadedCounter"]!);
        return (counter, (string?)all["firstUnreadMessageUuid"]!.AsArray().SingleOrDefault());
    }

    /// <summary>Who has read and who has got a message, as its author sees it.</summary>
    private async Task<(int Read, int Delivered, int Members)> Counters(string uuid)
    {
        JsonNode page = await ann.Socket.Get("RequestGetMessagesByUuids", new { conversationUuid = group, uuids = (string[])[uuid] });
        JsonNode message = page["messages"]![0]!;
        return ((int)message["readedMembers"]!, (int)message["deliveredMembers"]!, (int)message["members"]!);
    }

    [Fact]
    public async Task Reading_the_fifth_leaves_the_four_before_it_unread()
    {
        Assert.Equal((6, "m1"), await Unread(carl));
        await Read(carl, "m5");
        Assert.Equal((5, "m1"), await Unread(carl));
        await Read(carl, "m1", "m2");
        Assert.Equal((3, "m3"), await Unread(carl));
        Assert.Equal((1, 1, 3), await Counters("m4"));
        Assert.Equal((2, 2, 3), await Counters("m5"));
        await Read(carl, "m3", "m4", "of bob");
        Assert.Equal((0, null), await Unread(carl));
    }

    [Fact]
    public async Task Own_messages_are_no_unread_ones_and_cannot_be_read()
    {
        Assert.Equal((5, "m1"), await Unread(bob));
        Assert.Equal((1, "of bob"), await Unread(ann));
        SortedDictionary<string, List<string>> before = shared.Server.Stored();
        await Read(bob, "of bob");
        await Deliver(bob, "of bob");
        Assert.Equal(before, shared.Server.Stored());
    }

    [Fact]
    public async Task What_is_not_in_the_conversation_is_skipped()
    {
        await Read(carl, "nothing", "m2", "nothing else", "m2");
        await Deliver(carl, "nothing");
        Assert.Equal((5, "m1"), await Unread(carl));
        Assert.Equal((2, 2, 3), await Counters("m2"));
    }

    [Fact]
    public async Task A_receipt_counts_once_and_never_goes_back()
    {
        await Deliver(carl, "m1");
        await Deliver(carl, "m1");
        Assert.Equal((1, 2, 3), await Counters("m1"));
        await Read(carl, "m1", "m1");
        SortedDictionary<string, List<string>> before = shared.Server.Stored();
        await Read(carl, "m1");
        await Deliver(carl, "m1");
        Assert.Equal(before, shared.Server.Stored());
        Assert.Equal((2, 2, 3), await Counters("m1"));
        await Read(bob, "m1");
        Assert.Equal((3, 3, 3), await Counters("m1"));
    }

    [Fact]
    public async Task Marking_all_reads_the_rest_in_one_fact_of_those_that_were_not_read()
    {
        await Read(carl, "m2", "m4");
        await carl.Socket.Get("RequestMarkAllReaded", new { conversationUuid = group });
        Assert.Equal((0, null), await Unread(carl));
        foreach (int number in (int[])[1, 2, 3, 4, 5]) Assert.Equal((2, 2, 3), await Counters($"m{number}"));
        SortedDictionary<string, List<string>> before = shared.Server.Stored();
        await carl.Socket.Get("RequestMarkAllReaded", new { conversationUuid = group });
        Assert.Equal(before, shared.Server.Stored());
        await bob.Say(group, "later");
        Assert.Equal((1, "later"), await Unread(carl));
    }

    [Fact]
    public async Task Delivered_messages_are_still_unread()
    {
        await Deliver(carl, "m1");
        Assert.Equal((6, "m1"), await Unread(carl));
    }

    [Fact]
    public async Task Every_conversation_with_something_unread_names_its_first()
    {
        await using TestPerson dave = await shared.Server.Keyed($"+1555{groups:D3}0004");
        await dave.CreateDialog(group + " a", carl);
        await dave.CreateDialog(group + " b", bob);
        await dave.CreateGroup(group + " c", carl);
        await dave.Say(group + " a", "a1");
        await dave.Say(group + " c", "c1");
        await dave.Say(group + " c", "c2");
        JsonNode all = await carl.Socket.Get("RequestGetConversationsFull", new { userId = (string?)null });
        Assert.Equal([group + " c", group + " a", group], all["conversations"]!.AsArray().Select(conversation => (string)conversation!["uuid"]!));
        Assert.Equal(["c1", "a1", "m1"], all["firstUnreadMessageUuid"]!.AsArray().Select(uuid => (string)uuid!));
    }
}
