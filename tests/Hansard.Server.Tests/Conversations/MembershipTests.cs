using System.Reflection;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Tests.Dispatch;
using Xunit;

namespace Hansard.Server.Tests.Conversations;

/// <summary>To a stranger a conversation does not exist; one who was in it is told that he is not any more.</summary>
public sealed class MembershipTests
{
    [Fact]
    public async Task Every_request_about_a_conversation_is_not_found_for_strangers_and_forbidden_for_who_has_left()
    {
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002"), eve = await server.Keyed("+15550000003");
        await ann.CreateGroup("c", bob);
        await ann.Say("c", "m");
        await ann.Kick("c", bob);
        SortedDictionary<string, List<string>> before = server.Stored();
        int asked = 0;
        foreach (RequestRow row in server.Core.Table.Rows.Where(row => row.Access.Allows(CallerKind.Person) && row.Type != nameof(RequestCreateConversationFull)))
        {
            Assert.True(WireTypes.TryFind(row.Type, out WireType? type));
            if (type.Record.GetProperty("ConversationUuid", BindingFlags.Public | BindingFlags.Instance) is null) continue;
            foreach (JsonObject example in Examples.Requests[row.Type].Where(example => example["conversationUuid"] is not null))
            {
                JsonObject Body(TestPerson asker, string conversation)
                {
                    JsonObject body = example.DeepClone().AsObject();
                    if (body["userId"] is not null) body["userId"] = asker.UserId;
                    body["conversationUuid"] = conversation;
                    return body;
                }
                Assert.Equal((row.Type, "notFound"), (row.Type, await bob.Socket.Status(row.Type, Body(bob, "never was"))));
                string never = await Description(eve, row.Type, Body(eve, "never was"));
                Assert.Equal((row.Type, "notFound"), (row.Type, await eve.Socket.Status(row.Type, Body(eve, "c"))));
                Assert.Equal(never, await Description(eve, row.Type, Body(eve, "c")));
                Assert.Equal((row.Type, "forbidden"), (row.Type, await bob.Socket.Status(row.Type, Body(bob, "c"))));
                asked++;
            }
        }
        Assert.True(asked >= 25, $"only {asked} requests were asked");
        Assert.Equal(before, server.Stored());
        Assert.Empty((await bob.Socket.Get("RequestGetConversationsFull", new { userId = (string?)null }))["conversations"]!.AsArray());
    }

    [Fact]
    public async Task Who_has_left_is_told_nothing_more_and_does_not_count()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002"), carl = await server.Keyed("+15550000003");
        await ann.CreateGroup("c", bob, carl);
        await ann.Kick("c", bob);
        await ann.Rekey("c", ann, carl);
        await bob.Told();
        Assert.Equal(2, (int)(await ann.Say("c", "m"))["members"]!);
        Assert.Empty(await bob.Told());
        Assert.NotEmpty(await carl.Told());
    }

    [Theory]
    [InlineData("RequestGetConversationsFull")]
    [InlineData("RequestGetConversationFull")]
    [InlineData("RequestUpdateDeviceTokenByApplication")]
    public async Task A_user_id_that_is_not_the_callers_is_forbidden(string request)
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        JsonObject body = Examples.Requests[request].First().DeepClone().AsObject();
        if (body.ContainsKey("conversationUuid")) body["conversationUuid"] = "c";
        if (body.ContainsKey("uuid")) body["uuid"] = ann.ApplicationUuid;
        foreach (string? userId in (string?[])[null, ann.UserId])
        {
            body["userId"] = userId;
            Assert.NotEqual("forbidden", (string?)(await ann.Socket.Ask(request, body))["body"]!["status"]);
        }
        foreach (string userId in (string[])[bob.UserId, "nobody"])
        {
            body["userId"] = userId;
            Assert.Equal("forbidden", await ann.Socket.Status(request, body));
        }
    }

    private static async Task<string> Description(TestPerson person, string request, JsonObject body) =>
        (string)(await person.Socket.Ask(request, body))["body"]!["description"]!;
}
