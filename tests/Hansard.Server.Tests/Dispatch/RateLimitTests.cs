using System.Text.Json.Nodes;
using Hansard.Server.Tests.Connections;
using Xunit;

namespace Hansard.Server.Tests.Dispatch;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Beyond_the_burst_messages_are_refused_in_their_place_and_nothing_else_is()
    {
        const int burst = 20, sent = 50;
        await using TestServer server = await TestServer.Start(limits: new() { ["messagesPerSecondPerUser"] = 1, ["messagesBurstPerUser"] = burst }, time: new Standstill());
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        await using RawSocket socket = await RawSocket.Connect(server);
        await socket.SignIn(ann);
        await socket.SendBytes(Enumerable.Range(1, sent).SelectMany(id => RawSocket.Request("RequestAddMessage", id, TestPerson.Message("c", $"m{id}"))).ToArray());
        List<string> refused = [];
        for (int id = 1; id <= sent; id++)
        {
            JsonObject reply = await socket.Reply();
            Assert.Equal(id, (int)reply["id"]!);
            if ((string?)reply["body"]!["status"] is not { } status) continue;
            Assert.Equal("tooManyRequests", status);
            refused.Add($"m{id}");
        }
        Assert.Equal(Enumerable.Range(burst + 1, sent - burst).Select(id => $"m{id}"), refused);
        string[] stored = await bob.Page("c", null, 200);
        Assert.Equal(sent, stored.Union(refused).Count());
        Assert.Empty(stored.Intersect(refused));
        await bob.Say("c", "of bob");
        await ann.Page("c", null, 10);
    }

    /// <summary>No allowance comes back while it is spent, however long that takes.</summary>
    private sealed class Standstill : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
