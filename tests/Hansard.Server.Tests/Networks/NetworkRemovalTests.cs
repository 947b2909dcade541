using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Hansard.Server.Moving;
using Hansard.Server.Networks;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Xunit;

namespace Hansard.Server.Tests.Networks;

public sealed class NetworkRemovalTests
{
    private const string Ending = "+15550000003";

    [Fact]
    public void Whoever_adds_a_table_says_how_its_rows_go_with_their_network() =>
        Assert.Equal(StoredSchema.Tables.Select(table => table.Name).Order(StringComparer.Ordinal), NetworkRows.Tables.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Nothing_is_left_of_a_deleted_network_and_everything_of_the_others()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("d", bob);
        await ann.Say("d", "m");
        SortedDictionary<string, List<string>> before = server.Stored();

        await server.Command(new CreateNetwork("other", "off", null));
        await Fill(server);
        Assert.NotEqual(before["messages"].Count, server.Stored()["messages"].Count);
        await server.Command(new DeleteNetwork("other"));
        await Gone(server, "other");

        SortedDictionary<string, List<string>> after = server.Stored();
        Assert.Equal(before.Keys, after.Keys);
        foreach (string table in before.Keys) Assert.Equal((table, string.Join('\n', before[table])), (table, string.Join('\n', after[table])));
        await ann.Say("d", "still here");
        Assert.Equal(Status.NotFound, (await server.TryCommand(new ShowNetwork("other"))).Failure!.Status);
        await Assert.ThrowsAsync<WebSocketException>(() => server.Connect("/ws/other"));

        await server.Command(new CreateNetwork("other", "off", null));
        await using TestPerson anew = await Person(server, Ending);
        Assert.Empty((await anew.Socket.Get("RequestGetConversationsFull", new { userId = (string?)null }))["conversations"]!.AsArray());
    }

    [Fact]
    public async Task It_ends_at_once_for_everybody_and_stays_for_its_recorder_until_that_has_all_of_it()
    {
        await using TestServer server = await TestServer.Start("on");
        (TestBot bot, TestSocket recorder) = await TestBot.Recorder(server);
        await using TestSocket reading = recorder;
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("d", bob, bot.UserId.Value);
        await ann.Say("d", "m");

        NetworkReport report = await server.Command(new DeleteNetwork("default"));
        Assert.Equal(["recorder"], report.Ending!.WaitsFor);
        await ann.Socket.Ended();
        await using (TestSocket again = await server.Connect())
        {
            Assert.Equal(Status.NotFound, await ann.Authenticate(again));
            Assert.Equal(Status.NotFound, await again.Status("RequestRegisterApplication", ann.Registration));
        }
        Assert.Equal(Status.Conflict, (await server.TryCommand(new ChangeNetwork("default", "off"))).Failure!.Status);
        Assert.Equal(Status.Conflict, (await server.TryCommand(new CreateNetwork("default", "off", null))).Failure!.Status);
        Assert.Equal(report.Ending.Through, (await server.Command(new DeleteNetwork("default"))).Ending!.Through);

        FeedReader feed = await new FeedReader(reading).ToTheHead();
        Assert.Equal("networkDeleted", feed.Kinds.Last());
        Assert.Single(feed.Bodies);
        Assert.Equal("ok", await reading.Status("RequestAcknowledgeFeed", new { through = report.Ending.Through - 1 }));
        Assert.Equal(["recorder"], (await server.Command(new ShowNetwork("default"))).Ending!.WaitsFor);
        Assert.NotEmpty(server.Stored()["ciphertexts"]);
        Assert.Equal("ok", await reading.Status("RequestAcknowledgeFeed", new { through = report.Ending.Through }));
        await reading.Ended();
        await Gone(server, "default");
        SortedDictionary<string, List<string>> stored = server.Stored();
        Assert.All(NetworkRows.Tables, table => Assert.Equal((table, ""), (table, string.Join('\n', stored[table]))));
    }

    [Fact]
    public async Task Retiring_a_recorder_that_does_not_come_back_ends_the_wait()
    {
        await using TestServer server = await TestServer.Start("on");
        await (await TestBot.Recorder(server)).Socket.DisposeAsync();
        Assert.Equal(["recorder"], (await server.Command(new DeleteNetwork("default"))).Ending!.WaitsFor);
        await server.Command(new RetireBot("default", "recorder"));
        await Gone(server, "default");
    }

    /// <summary>As after a crash: the network has ended, and its rows are there still, wholly or in part.</summary>
    [Fact]
    public async Task A_server_that_starts_goes_on_with_it()
    {
        await using TestServer server = await TestServer.Start();
        await server.Command(new CreateNetwork("other", "off", null));
        await Fill(server);
        await server.Server.Stop();
        using (ServerCore core = ServerCore.Open(server.Settings, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance).Value)
        {
            Network network = core.Networks.Find("other")!;
            await core.Writer.Run(batch =>
            {
                NetworkStore.MarkDeleted(batch.Sql, network.Id, network.PublishedHead.Sequence);
                return NetworkRows.RemoveSome(batch.Sql, network);
            });
        }
        await using HansardServer again = await HansardServer.Start(server.Settings);
        await Until.Holds(() => again.Core.Networks.Find("other") is null, "the network is gone");
        Assert.Equal("default", Assert.Single(again.Core.Networks.All).Name);
    }

    private static Task Gone(TestServer server, string network) => Until.Holds(() => server.Core.Networks.Find(network) is null, $"{network} is gone");

    /// <summary>Something of everything.</summary>
    private static async Task Fill(TestServer server)
    {
        await using TestPerson theirs = await Person(server, Ending), friend = await Person(server, "+15550000004");
        await theirs.AddKeys();
        await friend.AddKeys();
        await theirs.CreateGroup("g", friend);
        foreach (int number in Enumerable.Range(0, 20)) await theirs.CreateGroup($"g{number}", friend);
        foreach (int number in Enumerable.Range(0, 40)) await theirs.Say("g", $"m{number}");
        await theirs.Socket.Get("RequestDeleteMessage", new { conversationUuid = "g", uuid = "m0" });
        await theirs.Rekey("g", theirs, friend);
        await theirs.Socket.Get("UpdateParam", new { name = "n", value = "AAAA" });
        await theirs.Socket.Get("UpdateContact", new { contact = new { contactId = friend.UserId, contactIdEncrypted = "AAAA", nickEncrypted = (string?)null, trustedFingerprintEncrypted = (string?)null }, userId = (string?)null });
        await friend.Socket.Get("AddBlackList", new { userId = theirs.UserId });
        await friend.Socket.Get("AddConversationReport", new { conversationUuid = "g", reason = "r" });
        await server.Command(new AdmitUsers("other", [new(theirs.UserId)]));
        await server.Command(new MakeBotPassword("other"));
    }

    private static async Task<TestPerson> Person(TestServer server, string number)
    {
        TestPerson person = new(number, await server.Connect("/ws/other"));
        await person.Register(server.OutboxPath);
        return person;
    }
}
