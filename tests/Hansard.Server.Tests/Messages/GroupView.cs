using System.Text.Json.Nodes;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Server.Tests.Messages;

/// <summary>All that one of several people can see of a group, held to the model's.</summary>
internal sealed class GroupView(TestPerson[] people, string group)
{
    public async Task AssertAsIn(GroupModel model, int person)
    {
        TestSocket socket = people[person].Socket;
        object page = new { conversationUuid = group, fromMessageUuid = (string?)null, size = Limits.PageMessages };
        if (model.Stranger(person) is { } refusal)
        {
            Assert.Equal(refusal, await socket.Status("RequestGetMessages", page));
            Assert.Empty((await socket.Get("RequestGetConversationsFull", new { userId = (string?)null }))["conversations"]!.AsArray());
            return;
        }
        JsonNode all = await socket.Get("RequestGetConversationsFull", new { userId = (string?)null });
        Assert.Equal(model.Unread(person).Count(), (int)Assert.Single(all["conversations"]!.AsArray())!["unreadedCounter"]!);
        Assert.Equal(model.Unread(person).Take(1).Select(message => message.Uuid), all["firstUnreadMessageUuid"]!.AsArray().Select(uuid => (string?)uuid));
        JsonArray messages = (await socket.Get("RequestGetMessages", page))["messages"]!.AsArray();
        Assert.Equal(model.Visible(person).Reverse().Take(Limits.PageMessages).Select(message => Line(message, person)), messages.Select(message => Line(message!)));
        Assert.Equal(Line(messages[0]!), Line(all["lastMessages"]![0]!));
        JsonNode roles = await socket.Get("RequestGetMembersList", new { conversationUuid = group });
        Assert.Equal((Names(model.Roles.Admins), Names(model.Roles.Others)), (Names(roles["admins"]!), Names(roles["members"]!)));
    }

    private static string Line(ModelMessage message, int reader) =>
        $"{(message.IsEvent ? "event" : message.Uuid)} {message.EventType} by {message.Author} about {message.About}, deleted {message.Deleted}, "
        + $"{message.Read.Count}/{message.Delivered.Count}/{message.Present.Count}, read {message.Author == reader || message.Read.Contains(reader)}";

    private string Line(JsonNode message) =>
        $"{((bool)message["isEvent"]! ? "event" : (string)message["uuid"]!)} {(string?)message["eventType"]} by {Name(message["userId"])} about {Name(message["eventUserId"])}, deleted {(bool)message["deleted"]!}, "
        + $"{(int)message["readedMembers"]!}/{(int)message["deliveredMembers"]!}/{(int)message["members"]!}, read {(bool)message["readed"]!}";

    private static string Names(IEnumerable<int> persons) => string.Join(' ', persons);

    private string Names(JsonNode userIds) => Names(userIds.AsArray().Select(userId => Name(userId)!.Value));

    public int? Name(JsonNode? userId) => userId is null ? null : Array.FindIndex(people, person => person.UserId == (string)userId!);
}
