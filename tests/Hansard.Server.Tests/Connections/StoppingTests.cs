using System.Diagnostics;
using System.Text.Json.Nodes;
using Dapper;
using Hansard.Server.Connections;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Connections;

/// <summary>A server that stops owes nobody an answer.</summary>
public sealed class StoppingTests
{
    private const int Senders = 6, AnswersBeforeStop = 1_000;

    [Fact]
    public async Task Everything_accepted_is_answered_and_everybody_is_sent_away_with_1001()
    {
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried, time: new StillClock());
        TestPerson bob = await server.Keyed("+15550000002");
        List<RawSocket> sockets = [];
        for (int sender = 1; sender <= Senders; sender++) sockets.Add(await Sender(server, bob, sender));
        await bob.DisposeAsync();
        Task idle = IsSentAway(await server.Connect());
        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int answers = 0;
        void Count()
        {
            if (Interlocked.Increment(ref answers) == AnswersBeforeStop) enough.SetResult();
        }
        Task<List<string>>[] senders = [.. sockets.Select((socket, at) => SendUntilSentAway(socket, $"c{at + 1}", Count))];

        await enough.Task;
        await server.Server.Stop();

        List<string> answered = [.. (await Task.WhenAll(senders)).SelectMany(uuids => uuids)];
        await idle;
        using Database database = server.OpenStore();
        List<string> stored = database.Read(sql => sql.Query<string>("SELECT uuid FROM messages WHERE event_type IS NULL").AsList());
        Assert.Equal(stored.Order(StringComparer.Ordinal), answered.Order(StringComparer.Ordinal));
    }

    /// <summary>The only socket of somebody who has a dialog of his own: who is told of others' messages as well may be cut off as too slow.</summary>
    private static async Task<RawSocket> Sender(TestServer server, TestPerson bob, int number)
    {
        await using TestPerson person = await server.Keyed($"+1555100000{number}");
        await person.CreateDialog($"c{number}", bob);
        RawSocket socket = await RawSocket.Connect(server);
        await socket.SignIn(person);
        return socket;
    }

    private static async Task IsSentAway(TestSocket socket)
    {
        await using (socket)
        {
            Assert.Null(await socket.Receive());
            Assert.Equal(1001, (int)socket.CloseStatus!);
        }
    }

    /// <summary>The uuids whose answers came: all of those sent up to some moment, then the goodbye.</summary>
    private static async Task<List<string>> SendUntilSentAway(RawSocket socket, string conversation, Action answered)
    {
        await using (socket)
        {
            using CancellationTokenSource goodbye = new();
            Task sending = Task.Run(async () =>
            {
                for (int number = 0; !goodbye.IsCancellationRequested; number++)
                    await socket.SendBytes(RawSocket.Request("RequestAddMessage", number, TestPerson.Message(conversation, $"{conversation} m{number}")));
                await socket.Send(Opcode.Close, new byte[] { 0x03, 0xE9 });
            });
            List<string> uuids = [];
            while (true)
            {
                (Opcode opcode, byte[] payload) = await socket.Receive() ?? throw new InvalidOperationException("The server hung up without a goodbye.");
                if (opcode is Opcode.Close)
                {
                    Assert.Equal(1001, RawSocket.CloseStatus(payload));
                    break;
                }
                JsonObject frame = JsonNode.Parse(payload)!.AsObject();
                if (!frame.ContainsKey("id")) continue;
                Assert.Equal(uuids.Count, (int)frame["id"]!);
                uuids.Add((string)frame["body"]!["message"]!["uuid"]!);
                answered();
            }
            await goodbye.CancelAsync();
            Assert.Null(await socket.Receive());
            await sending;
            return uuids;
        }
    }

    [Fact]
    public async Task Who_does_not_answer_the_goodbye_or_does_not_even_read_holds_nobody_up()
    {
        await using TestServer server = await TestServer.Start();
        await using RawSocket silent = await RawSocket.Connect(server);
        await silent.SendBytes(RawSocket.Request("RequestPing", 1, new { clientVersion = "1", when = 1 }));
        await silent.Reply();
        Stopwatch stopping = Stopwatch.StartNew();
        await server.Server.Stop().WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
        // The two clocks may differ by a little.
        Assert.True(stopping.Elapsed.TotalSeconds >= 0.9 * WebSocketEndpoint.GoodbyeSeconds, $"it was cut off after {stopping.Elapsed.TotalSeconds} s");
        (Opcode opcode, byte[] payload) = (await silent.Receive())!.Value;
        Assert.Equal((Opcode.Close, 1001), (opcode, RawSocket.CloseStatus(payload)));
    }

    [Fact]
    public async Task A_server_that_has_stopped_starts_again_on_its_folder()
    {
        await using TestServer server = await TestServer.Start();
        await (await server.Person("+15550000001")).DisposeAsync();
        SortedDictionary<string, List<string>> before = server.Stored();
        await server.Server.Stop();
        await using HansardServer again = await HansardServer.Start(server.Settings);
        SortedDictionary<string, List<string>> after = again.Core.Database.Read(StoredRows.Of);
        // A server notes by itself how far each day has counted, at its start too.
        Assert.True(before.Remove("change_days") && after.Remove("change_days"));
        Assert.Equal(before, after);
    }
}
