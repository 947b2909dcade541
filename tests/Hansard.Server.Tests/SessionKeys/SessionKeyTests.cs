using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Server.Tests.Bots;
using Xunit;

namespace Hansard.Server.Tests.SessionKeys;

/// <summary>Which key a message may come under, and how people agree on one.</summary>
public sealed class SessionKeyTests
{
    private static JsonNode Message(string conversation, string uuid, string key)
    {
        JsonNode message = JsonSerializer.SerializeToNode(TestPerson.Message(conversation, uuid))!;
        message["sessionKeyUuid"] = key;
        return message;
    }

    private static Dictionary<string, object> NewKeys(TestPerson signer, string conversation, string? replaces, params string[] members)
    {
        Dictionary<string, object> body = new() { ["conversationUuid"] = conversation, ["sessionKeys"] = members.Select(member => signer.KeyFor(member)) };
        if (replaces is not null) body["replacesSessionKeyUuid"] = replaces;
        return body;
    }

    [Fact]
    public async Task A_message_comes_under_the_current_key_and_the_conflict_names_it()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        string second = (string)(await bob.Socket.Get("RequestAddNewSessionKeys", NewKeys(bob, "c", null, ann.UserId, bob.UserId)))["sessionKeyUuid"]!;
        foreach (string other in (string[])["key of c", "never was"])
        {
            JsonNode refusal = (await ann.Socket.Ask("RequestAddMessage", Message("c", "m", other)))["body"]!;
            Assert.Equal("conflict", (string)refusal["status"]!);
            Assert.Contains(second, (string)refusal["description"]!, StringComparison.Ordinal);
        }
        await ann.Socket.Get("RequestAddMessage", Message("c", "m", second));
        JsonNode former = (await ann.Socket.Get("RequestGetSessionKey", new { conversationUuid = "c", sessionKeyUuid = "key of c" }))["sessionKey"]!;
        Assert.Equal(("key of c", ann.UserId, ann.UserId), ((string)former["uuid"]!, (string)former["userId"]!, (string)former["signerUserId"]!));
        Assert.Equal("key of c", (string)(await ann.Socket.Get("RequestGetSessionKey", new { conversationUuid = "c", sessionKeyUuid = second }))["sessionKey"]!["previousSessionKeyUuid"]!);
        Assert.Equal("notFound", await ann.Socket.Status("RequestGetSessionKey", new { conversationUuid = "c", sessionKeyUuid = "never was" }));
    }

    [Fact]
    public async Task Of_clients_that_replace_the_same_key_one_wins_and_the_others_learn_which_key_did()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002"), carl = await server.Keyed("+15550000003");
        await ann.CreateGroup("c", bob, carl);
        string current = "key of c";
        for (int round = 0; round < 10; round++)
        {
            JsonNode[] answers = await Task.WhenAll(new[] { ann, bob, carl }.Select(async racer =>
                (await racer.Socket.Ask("RequestAddNewSessionKeys", NewKeys(racer, "c", current, ann.UserId, bob.UserId, carl.UserId)))["body"]!));
            current = (string)Assert.Single(answers, answer => answer["status"] is null)["sessionKeyUuid"]!;
            Assert.All(answers.Where(answer => answer["status"] is not null), answer =>
            {
                Assert.Equal("conflict", (string)answer["status"]!);
                Assert.Contains(current, (string)answer["description"]!, StringComparison.Ordinal);
            });
        }
        await carl.Socket.Get("RequestAddMessage", Message("c", "m", current));
    }

    [Fact]
    public async Task Under_a_key_that_a_recorder_rejected_nothing_is_said_until_there_is_another()
    {
        await using TestServer server = await TestServer.Start("on");
        (TestBot recorder, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket _ = socket;
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob, recorder.UserId.Value);
        await ann.Say("c", "before");
        object verdict = new { conversationUuid = "c", sessionKeyUuid = "key of c", reason = "It does not open." };
        Assert.Equal("ok", await socket.Status("RequestRejectSessionKey", verdict));
        Assert.Equal("ok", await socket.Status("RequestRejectSessionKey", verdict));
        Assert.Equal("incompleteKeys", await ann.Socket.Status("RequestAddMessage", TestPerson.Message("c", "after")));
        Assert.Equal("incompleteKeys", await bob.Socket.Status("RequestAddMessage", TestPerson.Message("c", "after")));
        await ann.Say("c", "before");
        Dictionary<string, object> keys = NewKeys(ann, "c", "key of c", ann.UserId, bob.UserId, recorder.UserId.Value);
        string second = (string)(await ann.Socket.Get("RequestAddNewSessionKeys", keys))["sessionKeyUuid"]!;
        Assert.Equal("conflict", await bob.Socket.Status("RequestAddMessage", TestPerson.Message("c", "after")));
        await bob.Socket.Get("RequestAddMessage", Message("c", "after", second));
        Assert.Equal("notFound", await socket.Status("RequestConfirmSessionKey", new { conversationUuid = "c", sessionKeyUuid = "never was" }));
        Assert.Equal("notFound", await socket.Status("RequestConfirmSessionKey", new { conversationUuid = "never was", sessionKeyUuid = second }));
    }

    [Fact]
    public async Task In_a_strict_network_nothing_is_said_under_a_key_that_no_recorder_has_confirmed()
    {
        await using TestServer server = await TestServer.Start("strict");
        (TestBot recorder, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket _ = socket;
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob, recorder.UserId.Value);
        Assert.Equal("incompleteKeys", await ann.Socket.Status("RequestAddMessage", TestPerson.Message("c", "m")));
        Assert.Equal("ok", await socket.Status("RequestConfirmSessionKey", new { conversationUuid = "c", sessionKeyUuid = "key of c" }));
        await ann.Say("c", "m");
        string second = (string)(await ann.Socket.Get("RequestAddNewSessionKeys", NewKeys(ann, "c", null, ann.UserId, bob.UserId, recorder.UserId.Value)))["sessionKeyUuid"]!;
        Assert.Equal("incompleteKeys", await ann.Socket.Status("RequestAddMessage", Message("c", "m2", second)));
    }

    [Theory]
    [InlineData("invalid", "twice")]
    [InlineData("invalid", "no base64")]
    [InlineData("forbidden", "signed by another")]
    [InlineData("conflict", "signed with a former pair")]
    public async Task A_key_set_that_makes_no_sense_is_refused_and_changes_nothing(string status, string what)
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        JsonNode body = JsonSerializer.SerializeToNode(NewKeys(ann, "c", null, ann.UserId, bob.UserId))!;
        JsonNode last = body["sessionKeys"]![1]!;
        switch (what)
        {
            case "twice": last["userId"] = ann.UserId; break;
            case "no base64": last["signatureBase64"] = "?"; break;
            case "signed by another": last["signerUserId"] = bob.UserId; break;
            case "signed with a former pair": last["signerKeyPairUuid"] = "a former one"; break;
        }
        SortedDictionary<string, List<string>> before = server.Stored();
        Assert.Equal(status, await ann.Socket.Status("RequestAddNewSessionKeys", body));
        Assert.Equal(before, server.Stored());
    }
}
