using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.Server.Tests.Messages;

/// <summary>Whoever did not get his answer asks again, and does nothing twice.</summary>
public sealed class RetryTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task A_repeated_message_gets_its_first_answer_whatever_has_happened_since()
    {
        await using TestPerson ann = await shared.Server.Keyed("+15550010001"), bob = await shared.Server.Keyed("+15550010002");
        await ann.CreateDialog("a", bob);
        JsonNode first = await ann.Say("a", "m");
        await bob.Socket.Get("RequestMessagesReaded", new { conversationUuid = "a", messageUuids = (string[])["m"] });
        await ann.Socket.Get("RequestAddNewSessionKeys", new { conversationUuid = "a", sessionKeys = (object[])[ann.KeyFor(ann.UserId), ann.KeyFor(bob.UserId)] });
        SortedDictionary<string, List<string>> before = shared.Server.Stored();
        await using TestSocket other = await shared.Server.Connect();
        await ann.Authenticate(other);
        JsonNode again = (await other.Get("RequestAddMessage", TestPerson.Message("a", "m")))["message"]!;
        Assert.True(JsonNode.DeepEquals(first, again), again.ToJsonString());
        foreach (string table in (string[])["messages", "facts"]) Assert.Equal(before[table], shared.Server.Stored()[table]);
    }

    [Fact]
    public async Task Another_message_under_the_same_uuid_is_a_conflict_and_the_same_uuid_elsewhere_is_not()
    {
        await using TestPerson ann = await shared.Server.Keyed("+15550020001"), bob = await shared.Server.Keyed("+15550020002");
        await ann.CreateDialog("b", bob);
        await ann.CreateGroup("b2", bob);
        await ann.Say("b", "m");
        Assert.Equal("conflict", await ann.Socket.Status("RequestAddMessage", TestPerson.Message("b", "m", "AAAA")));
        Assert.Equal("conflict", await bob.Socket.Status("RequestAddMessage", TestPerson.Message("b", "m")));
        await bob.Say("b2", "m");
    }

    [Fact]
    public async Task A_repeated_creation_gets_its_first_answer_and_another_under_its_uuid_is_a_conflict()
    {
        await using TestPerson ann = await shared.Server.Keyed("+15550030001"), bob = await shared.Server.Keyed("+15550030002"), carl = await shared.Server.Keyed("+15550030003");
        await bob.Discover(ann, carl);
        JsonNode first = await ann.CreateDialog("d", bob);
        SortedDictionary<string, List<string>> before = shared.Server.Stored();
        JsonNode again = await ann.Socket.Get("RequestCreateConversationFull", ann.Creation("d", isDialog: true, [bob], []));
        Assert.True(JsonNode.DeepEquals(first, again), again.ToJsonString());
        Assert.Equal("conflict", await bob.Socket.Status("RequestCreateConversationFull", bob.Creation("d", isDialog: true, [ann], [])));
        Assert.Equal("conflict", await bob.Socket.Status("RequestCreateConversationFull", bob.Creation("d", isDialog: false, [], [carl])));
        Assert.Equal(before, shared.Server.Stored());
    }

    [Fact]
    public async Task Many_devices_that_send_the_same_message_at_once_store_it_once()
    {
        await using TestPerson ann = await shared.Server.Keyed("+15550040001"), bob = await shared.Server.Keyed("+15550040002");
        await ann.CreateDialog("e", bob);
        List<TestSocket> sockets = [];
        for (int number = 0; number < 8; number++)
        {
            sockets.Add(await shared.Server.Connect());
            await ann.Authenticate(sockets[^1]);
        }
        for (int round = 0; round < 20; round++)
        {
            string[] answers = await Task.WhenAll(sockets.Select(async socket =>
                (await socket.Get("RequestAddMessage", TestPerson.Message("e", $"m{round}")))["message"]!.ToJsonString()));
            Assert.Single(answers.Distinct());
        }
        Assert.Equal(Enumerable.Range(0, 20).Reverse().Select(round => $"m{round}"), await bob.Page("e", null, 100));
        foreach (TestSocket socket in sockets) await socket.DisposeAsync();
    }

    [Fact]
    public async Task Uuids_are_compared_as_sent()
    {
        await using TestPerson ann = await shared.Server.Keyed("+15550050001"), bob = await shared.Server.Keyed("+15550050002");
        await ann.CreateDialog("f", bob);
        string[] uuids = ["6F-C2C6B7B15065-6396923166703690188", "6f-c2c6b7b15065-6396923166703690188", " ", "é", "e\u0301", "'; DROP TABLE messages; --", "a\u0001b", "a\u0001c", "\uFEFFx", "\u202Ex", string.Concat(Enumerable.Repeat("😀", 32))];
        foreach (string uuid in uuids) await ann.Say("f", uuid);
        Assert.Equal(uuids.Reverse(), await bob.Page("f", null, 100));
        JsonNode body = JsonSerializer.SerializeToNode(TestPerson.Message("f", "m"))!;
        body["conversationUuid"] = "F";
        Assert.Equal("notFound", await ann.Socket.Status("RequestAddMessage", body));
    }
}
