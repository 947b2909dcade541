using System.Text.Json.Nodes;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Server.Tests.CatchingUp;

/// <summary>What somebody missed since a cursor, asked for until there is no more.</summary>
internal sealed record Missed(IReadOnlyList<JsonNode> Changes, string Cursor, int Answers)
{
    /// <summary>One line per change: its type without what all types have in their names, and what it is about.</summary>
    public IEnumerable<string> Lines => Changes.Select(Line);

    public static async Task<string> Now(TestPerson person)
    {
        JsonNode answer = await Ask(person, null, 1);
        Assert.Equal((0, false), (answer["changes"]!.AsArray().Count, (bool)answer["recovered"]!));
        return (string)answer["cursor"]!;
    }

    public static Task<JsonNode> Ask(TestPerson person, string? cursor, int size = Limits.ChangesPerPage) => person.Socket.Get("RequestGetChanges", new { cursor, size });

    public static async Task<Missed> Since(TestPerson person, string cursor, int size = Limits.ChangesPerPage)
    {
        List<JsonNode> changes = [];
        for (int answers = 1; ; answers++)
        {
            JsonNode answer = await Ask(person, cursor, size);
            Assert.True((bool)answer["recovered"]!);
            Assert.InRange(answer["changes"]!.AsArray().Count, 0, size);
            Assert.InRange(person.Socket.LastFrame.Length, 0, Limits.ReplyBytes);
            changes.AddRange(answer["changes"]!.AsArray()!);
            cursor = (string)answer["cursor"]!;
            if (answer["changes"]!.AsArray().Count < Math.Min(size, Limits.ChangesPageLeast)) return new Missed(changes, cursor, answers);
        }
    }

    private static string Line(JsonNode change)
    {
        JsonNode body = change["body"]!;
        JsonNode? message = body["message"];
        string type = (string)change["type"]!;
        return type switch
        {
            "NotificationAddedMessageToConversation" when (bool)message!["isEvent"]! => $"event {message["eventType"]}",
            "NotificationAddedMessageToConversation" =>
                $"added {message!["uuid"]} {message["readedMembers"]}/{message["deliveredMembers"]}/{message["members"]}{((bool)message["readed"]! ? " readed" : "")}{((bool)message["deleted"]! ? " deleted" : "")}",
            "UpdatedMessageNotification" => $"updated {body["uuid"]} {body["readedMembers"]}/{body["deliveredMembers"]}/{body["members"]}{(body["readed"] is null ? "" : " readed")}",
            "DeleteMessageNotification" => $"deleted {body["messageUuid"]}",
            "NotificationRenameConversation" => $"renamed {body["title"]}",
            "NotificationAddMemberToConversation" => $"came into {body["conversation"]!["uuid"]}",
            "NotificationConversationLeaved" => $"left {body["uuid"]}",
            "NotificationConversationDeleted" => $"gone {body["uuid"]}",
            "FileReadyNotification" => $"file {body["messageUuid"]}",
            "NotificationNewSessionKey" => $"key {body["sessionKey"]!["uuid"]}",
            _ => type,
        };
    }
}
