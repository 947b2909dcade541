using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hansard.Server.Admin;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Dispatch;
using Xunit;

namespace Hansard.Server.Tests.Networks;

/// <summary>Networks of one server know nothing of each other: what is in one is, to every request in the other, what is nowhere.</summary>
public sealed class ApartTests
{
    private const string Nowhere = "nowhere";

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Ids_of_another_network_are_to_every_request_like_ids_of_nothing_and_change_nothing_there()
    {
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried);
        await server.Command(new CreateNetwork("other", "off", null));
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await using TestPerson theirs = await Keyed(server, "+15550000003"), friend = await Keyed(server, "+15550000004");
        await using TestSocket recorder = (await TestBot.Recorder(server)).Socket;
        await ann.Discover(bob);
        await theirs.CreateGroup("their conversation", friend);
        await theirs.Say("their conversation", "their message");
        await theirs.Told();
        await friend.Told();

        int asked = 0;
        foreach (RequestRow row in server.Core.Table.Rows.Where(row => row.Type is not ("RequestPing" or "RequestGetServerSettings" or "RequestRegisterBot" or "RequestRegisterApplication")))
        {
            TestSocket socket = row.Access.Allows(CallerKind.Person) ? ann.Socket : recorder;
            foreach (JsonObject example in Examples.Requests[row.Type])
            {
                Dictionary<string, string> ids = new()
                {
                    ["conversationUuid"] = "their conversation", ["messageUuid"] = "their message", ["fromMessageUuid"] = "their message", ["sessionKeyUuid"] = "key of their conversation",
                    ["userId"] = theirs.UserId, ["contactId"] = theirs.UserId, ["uuid"] = theirs.ApplicationUuid, ["replyMessageUuid"] = "their message",
                };
                async Task<string> Answer(bool another)
                {
                    await using TestSocket stranger = await server.Connect();
                    JsonObject body = example.DeepClone().AsObject();
                    foreach ((string name, string value) in ids) Replace(body, name, another ? value : Nowhere + name);
                    if (body.ContainsKey("waitMs")) body["waitMs"] = 1;
                    JsonObject answer = await (row.Access is Access.Anyone ? stranger : socket).Ask(row.Type, body);
                    answer.Remove("id");
                    return Forgotten(answer, [.. ids.SelectMany(id => (string[])[id.Value, Nowhere + id.Key])]);
                }
                string nothing = await Answer(another: false);
                Assert.Equal($"{row.Type}: {nothing}", $"{row.Type}: {await Answer(another: true)}");
                asked++;
            }
        }
        Assert.True(asked > 50, $"only {asked} requests were asked");
        Assert.Empty(await theirs.Told());
        Assert.Empty(await friend.Told());
        JsonNode page = await theirs.Socket.Get("RequestGetMessagesFromUuid", new { conversationUuid = "their conversation", size = 10, uuid = (string?)null });
        Assert.Equal("their message", (string)page["messages"]![0]!["uuid"]!);
        Assert.Equal((1, 1, false), ((int)page["messages"]![0]!["readedMembers"]!, (int)page["messages"]![0]!["deliveredMembers"]!, (bool)page["messages"]![0]!["objectionable"]!));
    }

    [Fact]
    public async Task Commands_to_one_network_reach_nothing_of_another()
    {
        await using TestServer server = await TestServer.Start();
        await server.Command(new CreateNetwork("other", "off", null));
        await using TestPerson theirs = await Keyed(server, "+15550000003"), friend = await Keyed(server, "+15550000004");
        await theirs.CreateGroup("c", friend);
        await theirs.Say("c", "m");
        await theirs.Socket.Get("AddConversationReport", new { conversationUuid = "c", reason = "r" });
        long report = Assert.Single((await server.Command(new ListReports("other"))).Reports).Report;

        Assert.Empty((await server.Command(new ListReports("default", DecidedToo: true))).Reports);
        async Task NotThere<TAnswer>(IAdminCall<TAnswer> call) => Assert.Equal("notFound", (await server.TryCommand(call)).Failure!.Status);
        await NotThere(new ShowReport("default", report));
        await NotThere(new DecideReport("default", report, ["dismissed"]));
        await NotThere(new MarkMessage("default", new("c"), new("m"), true));
        await NotThere(new BlockConversation("default", new("c"), true));
        await NotThere(new BlockUser("default", new(theirs.UserId), true));
        await NotThere(new ChangeNetwork("default", SupportId: theirs.UserId));
        await server.Command(new AdmitUsers("default", [new(theirs.UserId)]));
        Assert.Equal((0, 1), ((await server.Command(new ShowNetwork("other"))).Listed, (await server.Command(new ShowNetwork("default"))).Listed));
    }

    private static async Task<TestPerson> Keyed(TestServer server, string number)
    {
        TestPerson person = new(number, await server.Connect("/ws/other"));
        await person.Register(server.OutboxPath);
        await person.AddKeys();
        return person;
    }

    /// <summary>Wherever a member of the name holds an id, at any depth, or a list of them.</summary>
    private static void Replace(JsonNode node, string name, string value)
    {
        if (node is JsonArray list) foreach (JsonNode? element in list) if (element is JsonObject or JsonArray) Replace(element, name, value);
        if (node is not JsonObject members) return;
        foreach ((string member, JsonNode? held) in members.ToList())
        {
            if (member == name && held is null or JsonValue) members[member] = value;
            else if (held is JsonArray && member is "uuids" or "messageUuids" && name == "messageUuid") members[member] = new JsonArray(value);
            else if (held is JsonArray && member is "userIds" or "checkUserList" && name == "userId") members[member] = new JsonArray(value);
            else if (held is JsonObject && member is "admins" or "members" && name == "userId") members[member] = new JsonObject { [value] = TestPerson.Wrap };
            else if (held is not null) Replace(held, name, value);
        }
    }

    /// <summary>The answer without ids, and without what is new each time.</summary>
    private static string Forgotten(JsonObject answer, string[] ids)
    {
        string text = answer.ToJsonString(Unescaped);
        foreach (string id in ids.OrderByDescending(id => id.Length)) text = text.Replace(id, "ID", StringComparison.Ordinal);
        return Regex.Replace(text, "\"(nonceBase64|cursor|created|lastLogin|avatarUpdated|keysUpdated)\":[^,}]*", "");
    }
}
