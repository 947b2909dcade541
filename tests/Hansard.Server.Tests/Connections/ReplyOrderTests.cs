using System.Text;
using System.Text.Json.Nodes;
using Hansard.Server.Connections;
using Xunit;

namespace Hansard.Server.Tests.Connections;

/// <summary>A client may match replies by their order alone (decision 0005).</summary>
public sealed class ReplyOrderTests
{
    private const int Requests = 3 * Connection.InFlightMaximum;

    [Fact]
    public async Task Hundreds_of_requests_at_once_of_every_kind_are_answered_in_their_order()
    {
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        await using RawSocket socket = await RawSocket.Connect(server);
        await socket.SignIn(ann);
        (byte[] Frame, string Answer)[] requests = [.. Enumerable.Range(1, Requests).Select(Kind)];

        await socket.SendBytes(requests.SelectMany(request => request.Frame).ToArray());
        foreach ((int id, string answer) in requests.Select((request, at) => (at + 1, request.Answer)))
        {
            JsonObject reply = await socket.Reply();
            string said = (string?)reply["body"]!["status"] ?? (string)reply["type"]!;
            Assert.Equal((id, answer), ((int)reply["id"]!, said));
        }
    }

    [Fact]
    public async Task Messages_sent_together_are_stored_and_told_in_their_order()
    {
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        await bob.Told();
        await using RawSocket socket = await RawSocket.Connect(server);
        await socket.SignIn(ann);
        string[] uuids = [.. Enumerable.Range(1, Requests).Select(number => $"m{number}")];

        await socket.SendBytes(uuids.SelectMany(uuid => RawSocket.Request("RequestAddMessage", uuid, TestPerson.Message("c", uuid))).ToArray());
        List<string> answered = [], told = [];
        long created = 0;
        foreach (string _ in uuids)
        {
            JsonNode message = (await socket.Reply())["body"]!["message"]!;
            answered.Add((string)message["uuid"]!);
            Assert.True((long)message["created"]! >= created);
            created = (long)message["created"]!;
            told.Add((string)(await bob.Socket.Notification())["body"]!["message"]!["uuid"]!);
        }
        Assert.Equal(uuids, answered);
        Assert.Equal(uuids, told);
        Assert.Equal(uuids.Reverse().Take(200), await bob.Page("c", from: null, size: 200));
    }

    /// <summary>Mostly messages, which overlap; between them what waits for them: queries, commands, and everything that is refused.</summary>
    private static (byte[] Frame, string Answer) Kind(int id) => (id % 16) switch
    {
        3 => (RawSocket.Request("RequestGetMessages", id, new { conversationUuid = "c", fromMessageUuid = (string?)null, size = 3 }), "ResponseGetMessages"),
        5 => (RawSocket.Request("RequestMarkAllReaded", id, new { conversationUuid = "c" }), "ok"),
        6 => (RawSocket.Request("RequestMessagesReaded", id, new { conversationUuid = "c", messageUuids = (string[])["nothing"] }), "ok"),
        7 => (RawSocket.Request("RequestAddMessage", id, TestPerson.Message("nowhere", $"m{id}")), "notFound"),
        8 => (RawSocket.Request("RequestAddMessage", id, new { conversationUuid = 7 }), "invalid"),
        9 => (RawSocket.Frame(Opcode.Text, Encoding.UTF8.GetBytes($$"""{"type":"RequestAddMessage","id":{{id}},"body":{"a":1,"a":2} }""")), "invalid"),
        10 => (RawSocket.Request("RequestOfTomorrow", id, new { }), "unsupported"),
        11 => (RawSocket.Request("RequestPing", id, new { clientVersion = "1", when = 1 }), "ResponsePong"),
        _ => (RawSocket.Request("RequestAddMessage", id, TestPerson.Message("c", $"m{id}")), "ResponseAddedMessage"),
    };
}
