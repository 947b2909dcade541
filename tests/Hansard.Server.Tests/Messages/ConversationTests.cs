using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.Server.Tests.Messages;

/// <summary>A dialog from registration to read receipts, over real sockets.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task Two_people_register_talk_and_read()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002");
        await ann.AddKeys();
        await bob.AddKeys();

        JsonNode created = await ann.CreateDialog("c", bob);
        Assert.Equal("c", created["conversation"]!["uuid"]!.GetValue<string>());
        Assert.Equal("NotificationAddMemberToConversation", Type(await bob.Socket.Notification()));
        JsonObject added = await bob.Socket.Notification();
        Assert.Equal("Added", added["body"]!["message"]!["eventType"]!.GetValue<string>());
        Assert.Equal("Added", (await ann.Socket.Notification())["body"]!["message"]!["eventType"]!.GetValue<string>());

        JsonNode sent = await ann.Socket.Get("RequestAddMessage", TestPerson.Message("c", "m1"));
        JsonObject told = await bob.Socket.Notification();
        Assert.Equal("NotificationAddedMessageToConversation", Type(told));
        Assert.True(JsonNode.DeepEquals(sent["message"], told["body"]!["message"]));
        Assert.Equal(1, (int)Unread(await bob.Socket.Get("RequestGetConversationFull", new { conversationUuid = "c", userId = (string?)null }))!);

        Assert.Equal("ok", await bob.Socket.Status("RequestMessagesReaded", new { conversationUuid = "c", messageUuids = (string[])["m1"] }));
        JsonObject updated = await ann.Socket.Notification();
        Assert.Equal("UpdatedMessageNotification", Type(updated));
        Assert.Equal(2, (int)updated["body"]!["readedMembers"]!);
        Assert.Equal(2, (int)updated["body"]!["deliveredMembers"]!);
        Assert.Equal(0, (int)Unread(await bob.Socket.Get("RequestGetConversationFull", new { conversationUuid = "c", userId = (string?)null }))!);

        JsonNode page = await bob.Socket.Get("RequestGetMessages", new { conversationUuid = "c", fromMessageUuid = (string?)null, size = 10 });
        Assert.Equal(["m1"], page["messages"]!.AsArray().Where(message => !(bool)message!["isEvent"]!).Select(message => (string)message!["uuid"]!));
    }

    private static string Type(JsonObject frame) => frame["type"]!.GetValue<string>();

    private static JsonNode? Unread(JsonNode conversation) => conversation["conversation"]!["unreadedCounter"];
}
