using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Server.Tests.Bots;
using Xunit;

namespace Hansard.Server.Tests.Conversations;

/// <summary>Who may be put together with whom, under which keys.</summary>
public sealed class CreateConversationTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private TestServer Server => shared.Server;

    [Fact]
    public async Task A_second_dialog_of_two_people_is_a_conflict_that_names_the_first_whoever_asks()
    {
        await using TestPerson ann = await Server.Keyed("+15550010001"), bob = await Server.Keyed("+15550010002");
        await bob.Discover(ann);
        await ann.CreateDialog("first", bob);
        foreach ((TestPerson one, TestPerson other) in new[] { (ann, bob), (bob, ann) })
        {
            JsonNode refusal = (await one.Socket.Ask("RequestCreateConversationFull", one.Creation("second", isDialog: true, [other], [])))["body"]!;
            Assert.Equal("conflict", (string)refusal["status"]!);
            Assert.Contains("first", (string)refusal["description"]!, StringComparison.Ordinal);
        }
        await ann.CreateGroup("a group of the same two", bob);
    }

    [Fact]
    public async Task Two_who_open_their_dialog_at_once_have_one()
    {
        await using TestPerson ann = await Server.Keyed("+15550020001"), bob = await Server.Keyed("+15550020002");
        await ann.Discover(bob);
        await bob.Discover(ann);
        string[] statuses = await Task.WhenAll(
            Outcome(ann, ann.Creation("of ann", isDialog: true, [bob], [])),
            Outcome(bob, bob.Creation("of bob", isDialog: true, [ann], [])));
        Assert.Equal(["conflict", "created"], statuses.Order());
    }

    [Fact]
    public async Task Without_a_key_for_each_member_or_with_one_for_somebody_else_the_refusal_names_them()
    {
        await using TestServer server = await TestServer.Start("on");
        (TestBot recorder, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket _ = socket;
        await using TestPerson ann = await server.Keyed("+15550030001"), bob = await server.Keyed("+15550030002"), carl = await server.Keyed("+15550030003");
        await ann.Discover(bob, carl);
        SortedDictionary<string, List<string>> before = server.Stored();
        AssertNames([recorder.UserId.Value], [], await Refusal(ann, "RequestCreateConversationFull", ann.Creation("c", isDialog: true, [bob], [])));
        AssertNames([recorder.UserId.Value], [], await Refusal(ann, "RequestCreateConversationFull", ann.Creation("c", isDialog: false, [bob], [carl])));
        Assert.Equal(before, server.Stored());

        await ann.Socket.Get("RequestCreateConversationFull", ann.Creation("c", isDialog: false, [], [bob], recorder.UserId.Value));
        AssertNames([bob.UserId], [carl.UserId], await Refusal(ann, "RequestAddNewSessionKeys",
            new { conversationUuid = "c", sessionKeys = (object[])[ann.KeyFor(ann.UserId), ann.KeyFor(carl.UserId), ann.KeyFor(recorder.UserId.Value)] }));
        AssertNames([recorder.UserId.Value], [], await Refusal(ann, "RequestAddNewSessionKeys",
            new { conversationUuid = "c", sessionKeys = (object[])[ann.KeyFor(ann.UserId), ann.KeyFor(bob.UserId)] }));
        AssertNames([ann.UserId, bob.UserId, recorder.UserId.Value], [], await Refusal(ann, "RequestAddNewSessionKeys", new { conversationUuid = "c", sessionKeys = (object[])[] }));
        Assert.Equal([bob.UserId, ann.UserId], Members(await bob.Socket.Get("RequestGetMembersList", new { conversationUuid = "c" })));
    }

    [Fact]
    public async Task A_recorded_network_without_a_recorder_refuses_conversations()
    {
        await using TestServer server = await TestServer.Start("on");
        await using TestPerson ann = await server.Keyed("+15550040001"), bob = await server.Keyed("+15550040002");
        await ann.Discover(bob);
        SortedDictionary<string, List<string>> before = server.Stored();
        Assert.Equal("incompleteKeys", (string)(await Refusal(ann, "RequestCreateConversationFull", ann.Creation("c", isDialog: true, [bob], [])))["status"]!);
        Assert.Equal(before, server.Stored());
    }

    [Fact]
    public async Task Keys_for_a_former_pair_are_refused_naming_whose()
    {
        await using TestPerson ann = await Server.Keyed("+15550050001"), bob = await Server.Keyed("+15550050002");
        await ann.Discover(bob);
        JsonNode body = JsonSerializer.SerializeToNode(ann.Creation("stale", isDialog: true, [bob], []))!;
        body["keyPairUuids"] = new JsonObject { [ann.UserId] = ann.KeyPairUuid, [bob.UserId] = "a former one" };
        JsonNode refusal = await Refusal(ann, "RequestCreateConversationFull", body);
        Assert.Equal("incompleteKeys", (string)refusal["status"]!);
        Assert.Contains(bob.UserId, (string)refusal["description"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(ann.UserId, (string)refusal["description"]!, StringComparison.Ordinal);
        body["keyPairUuids"]![bob.UserId] = bob.KeyPairUuid;
        await ann.Socket.Get("RequestCreateConversationFull", body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Somebody_without_a_key_pair_cannot_be_put_into_a_conversation(bool isDialog)
    {
        await using TestPerson ann = await Server.Keyed($"+15550{isDialog.GetHashCode()}60001"), bob = await Server.Person($"+15550{isDialog.GetHashCode()}60002");
        await ann.Discover(bob);
        object creation = ann.Creation($"keyless {isDialog}", isDialog, isDialog ? [bob] : [], isDialog ? [] : [bob]);
        SortedDictionary<string, List<string>> before = Server.Stored();
        JsonNode refusal = await Refusal(ann, "RequestCreateConversationFull", creation);
        Assert.Equal(("incompleteKeys", $"Keys for people without a key pair: {bob.UserId}."), ((string)refusal["status"]!, (string)refusal["description"]!));
        Assert.Equal(before, Server.Stored());
        await bob.AddKeys();
        await ann.Socket.Get("RequestCreateConversationFull", creation);
    }

    [Theory]
    [InlineData("notFound", "admins", "a stranger")]
    [InlineData("invalid", "admins", "oneself")]
    [InlineData("invalid", "isDialog", "two others")]
    [InlineData("invalid", "isDialog", "nobody")]
    [InlineData("invalid", "title", "a title")]
    [InlineData("invalid", "sessionKeyValue", "no base64")]
    [InlineData("forbidden", "sessionKeyValue", "somebody else's signature")]
    [InlineData("conflict", "sessionKeyValue", "a former pair's signature")]
    [InlineData("invalid", "sessionKeyValue", "another user's key")]
    public async Task A_dialog_that_makes_no_sense_is_refused_and_nothing_is_stored(string status, string member, string what)
    {
        await using TestPerson ann = await Server.Keyed($"+1556{(uint)what.GetHashCode(StringComparison.Ordinal)}"), bob = await Server.Keyed($"+1557{(uint)what.GetHashCode(StringComparison.Ordinal)}");
        await ann.Discover(bob);
        JsonNode body = JsonSerializer.SerializeToNode(ann.Creation("senseless", isDialog: true, [bob], []))!;
        switch (what)
        {
            case "a stranger": body["admins"] = new JsonObject { ["nobody known"] = TestPerson.Wrap }; break;
            case "oneself": body["admins"] = new JsonObject { [ann.UserId] = TestPerson.Wrap }; break;
            case "two others": body["admins"]!["nobody known"] = TestPerson.Wrap; break;
            case "nobody": body["admins"] = new JsonObject(); break;
            case "a title": body["title"] = TestPerson.Body; break;
            case "no base64": body["sessionKeyValue"]!["keyEncryptedBase64"] = "?"; break;
            case "somebody else's signature": body["sessionKeyValue"]!["signerUserId"] = bob.UserId; break;
            case "a former pair's signature": body["sessionKeyValue"]!["signerKeyPairUuid"] = "a former one"; break;
            case "another user's key": body["sessionKeyValue"]!["userId"] = bob.UserId; break;
        }
        SortedDictionary<string, List<string>> before = Server.Stored();
        Assert.Equal((member, status), (member, await ann.Socket.Status("RequestCreateConversationFull", body)));
        Assert.Equal(before, Server.Stored());
    }

    private static async Task<string> Outcome(TestPerson person, object creation) =>
        (string?)(await person.Socket.Ask("RequestCreateConversationFull", creation))["body"]!["status"] ?? "created";

    private static async Task<JsonNode> Refusal(TestPerson person, string request, object body) => (await person.Socket.Ask(request, body))["body"]!;

    /// <summary>The refusal has a sentence on those who are missing and one on those who are too many.</summary>
    private static void AssertNames(string[] missing, string[] extra, JsonNode refusal)
    {
        Assert.Equal("incompleteKeys", (string?)refusal["status"]);
        string[] expected = [.. new[] { ("Missing keys for: ", missing), ("Keys for others: ", extra) }.Where(who => who.Item2.Length > 0).Select(who => who.Item1 + string.Join(", ", who.Item2) + ".")];
        Assert.Equal(string.Join(' ', expected), (string)refusal["description"]!);
    }

    private static IEnumerable<string> Members(JsonNode list) =>
        list["members"]!.AsArray().Concat(list["admins"]!.AsArray()).Select(member => (string)member!);
}
