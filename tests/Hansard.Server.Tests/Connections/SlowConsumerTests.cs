using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Xunit;

namespace Hansard.Server.Tests.Connections;

/// <summary>Peers that do not read: they never cost more memory than a bound, nor anybody else his messages.</summary>
public sealed class SlowConsumerTests
{
    /// <summary>What the operating system may hold for a peer that does not read (net.ipv4.tcp_wmem), in bytes, and as much again for whatever is between.</summary>
    private const int KernelBytes = 2 * 4 * 1024 * 1024;

    private const int FewBytes = 4 * 1024;

    private static readonly string Large = Convert.ToBase64String(new byte[60_000]);

    [Fact]
    public async Task Who_does_not_read_his_notifications_is_cut_off_at_the_bound_and_everybody_else_is_told()
    {
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        await using RawSocket deaf = await RawSocket.Connect(server, FewBytes);
        await deaf.SignIn(bob);
        await bob.Told();
        Connection connection = server.Core.Connections.All.MaxBy(one => one.Id)!;

        int sent = 0;
        while (!connection.Ended.IsCancellationRequested)
        {
            await ann.Say("c", $"m{++sent}", Large);
            Assert.InRange(connection.Outbox.UnsentBytes, 0, Limits.WaitingNotificationBytes);
            Assert.Equal($"m{sent}", (string)(await bob.Socket.Notification())["body"]!["message"]!["uuid"]!);
            Assert.InRange(sent * Large.Length, 0, KernelBytes + Limits.WaitingNotificationBytes);
        }
        await Until.Holds(() => !server.Core.Connections.All.Contains(connection), "he is forgotten");
        await ann.Say("c", "afterwards");
        Assert.Equal("afterwards", (string)(await bob.Socket.Notification())["body"]!["message"]!["uuid"]!);
    }

    [Fact]
    public async Task Who_does_not_read_his_replies_is_not_read_until_he_does_and_misses_none()
    {
        const int requests = 60;
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        for (int number = 0; number < 15; number++) await ann.Say("c", $"m{number}", Large);
        await using RawSocket deaf = await RawSocket.Connect(server, FewBytes);
        await deaf.SignIn(ann);
        Connection connection = server.Core.Connections.All.MaxBy(one => one.Id)!;

        byte[][] pages = [.. Enumerable.Range(1, requests).Select(id => RawSocket.Request("RequestGetMessages", id, new { conversationUuid = "c", fromMessageUuid = (string?)null, size = 20 }))];
        await deaf.SendBytes(pages.SelectMany(page => page).ToArray());
        await Until.Holds(() => connection.Outbox.UnsentBytes >= Outbox.FullBytes, "the server has as many unsent bytes as it may");
        for (int number = 0; number < requests; number++) await bob.Told();
        long most = 0;
        for (int id = 1; id <= requests; id++)
        {
            most = Math.Max(most, connection.Outbox.UnsentBytes);
            Assert.Equal(id, (int)(await deaf.Reply())["id"]!);
        }
        Assert.InRange(most, Outbox.FullBytes, Outbox.FullBytes + Limits.ReplyBytes);
    }

    [Fact]
    public async Task Of_a_message_s_counters_only_the_latest_wait()
    {
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002"), eve = await server.Keyed("+15550000003");
        await ann.CreateGroup("c", bob, eve);
        await ann.Say("c", "counted");
        await using RawSocket late = await RawSocket.Connect(server, FewBytes);
        await late.SignIn(ann);
        Connection connection = server.Core.Connections.All.MaxBy(one => one.Id)!;
        // When three messages in a row stay with the server whole, the operating system takes no more.
        int stuck = 0;
        for (int number = 0; stuck < 3 || !await StaysStuck(connection, bob); number++)
        {
            long before = connection.Outbox.UnsentBytes;
            await ann.Say("c", $"m{number}", Large[..20_000]);
            stuck = before > 0 && connection.Outbox.UnsentBytes >= before + 20_000 ? stuck + 1 : 0;
        }

        object message = new { conversationUuid = "c", messageUuid = "counted" }, messages = new { conversationUuid = "c", messageUuids = (string[])["counted"] };
        foreach (TestPerson reader in (TestPerson[])[bob, eve])
        {
            Assert.Equal("ok", await reader.Socket.Status("MessageDelivered", message));
            Assert.Equal("ok", await reader.Socket.Status("RequestMessagesReaded", messages));
        }
        await ann.Say("c", "last");

        List<JsonObject> counters = [];
        JsonObject frame;
        do
        {
            frame = await late.Json();
            if ((string)frame["type"]! == "UpdatedMessageNotification") counters.Add(frame);
        }
        while ((string?)frame["body"]!["message"]?["uuid"] != "last");
        JsonNode only = Assert.Single(counters)["body"]!;
        Assert.Equal(("counted", 3, 3), ((string)only["uuid"]!, (int)only["readedMembers"]!, (int)only["deliveredMembers"]!));
    }

    /// <summary>Nothing leaves though the pool has had many turns: it is the operating system that waits, and not somebody here for a thread.</summary>
    private static async Task<bool> StaysStuck(Connection connection, TestPerson other)
    {
        long before = connection.Outbox.UnsentBytes;
        for (int turn = 0; turn < 50; turn++) await other.Told();
        return connection.Outbox.UnsentBytes == before;
    }
}
