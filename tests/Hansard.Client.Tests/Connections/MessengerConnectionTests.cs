using System.Net.WebSockets;
using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Presence;
using Hansard.Protocol.Accounts;
using Xunit;

namespace Hansard.Client.Tests.Connections;

public sealed class MessengerConnectionTests
{
    private static readonly RequestPing Ping = new("test", 1);
    private static CancellationToken Cancelled => Patience.Token;

    [Fact]
    public async Task Many_requests_in_flight_each_get_their_own_answer()
    {
        await using var server = new ScriptedServer(async side =>
        {
            var frames = new List<Hansard.Protocol.Frames.Frame>();
            for (var n = 0; n < 100; n++) frames.Add(await side.ReceiveAsync());
            foreach (var frame in frames) await side.ReplyAsync(frame, new ResponsePong(frame.Id.Json!, ""));
            await side.IdleAsync();
        });
        await using var connection = await server.ConnectAsync();

        var answers = await Task.WhenAll(Enumerable.Range(1, 100).Select(_ => connection.SendAsync(Ping, Cancelled)));

        Assert.Equal(Enumerable.Range(1, 100).Select(n => n.ToString()), answers.Select(answer => answer.Value.ServerVersion));
    }

    [Fact]
    public async Task More_requests_than_may_be_in_flight_wait_and_are_all_answered()
    {
        await using var server = new ScriptedServer(async side =>
        {
            while (true) await side.ReplyAsync(await side.ReceiveAsync(), new ResponsePong("1", ""));
        });
        await using var connection = await server.ConnectAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, MessengerConnection.MaximumInFlight * 3).Select(_ => connection.SendAsync(Ping, Cancelled)));

        Assert.All(answers, answer => Assert.True(answer.Succeeded));
    }

    [Fact]
    public async Task A_refusal_is_a_failure_with_the_servers_words_and_the_connection_goes_on()
    {
        await using var server = new ScriptedServer(async side =>
        {
            await side.ReplyAsync(await side.ReceiveAsync(), new ResponseStatusMessage("RequestPing", Status.TooManyRequests, "Slower, please."));
            await side.ReplyAsync(await side.ReceiveAsync(), new ResponseStatusMessage("RequestConfirmRegistration", Status.Invalid, "Wrong code."));
            await side.ReplyAsync(await side.ReceiveAsync(), ResponseStatusMessage.Ok("RequestConfirmRegistration"));
            await side.IdleAsync();
        });
        await using var connection = await server.ConnectAsync();
        var confirm = new RequestConfirmRegistration("1", new("u"), new("a"));

        Assert.Equal(new Failure(Status.TooManyRequests, "Slower, please."), (await connection.SendAsync(Ping, Cancelled)).Failure);
        Assert.Equal(new Failure(Status.Invalid, "Wrong code."), (await connection.SendAsync(confirm, Cancelled)).Failure);
        Assert.True((await connection.SendAsync(confirm, Cancelled)).Succeeded);
    }

    [Fact]
    public async Task A_cancelled_request_leaves_its_place_in_the_order_of_answers()
    {
        var goOn = new TaskCompletionSource();
        await using var server = new ScriptedServer(async side =>
        {
            var (first, second) = (await side.ReceiveAsync(), await side.ReceiveAsync());
            await goOn.Task;
            await side.ReplyAsync(first, new ResponsePong("first", ""));
            await side.ReplyAsync(second, new ResponsePong("second", ""));
            await side.IdleAsync();
        });
        await using var connection = await server.ConnectAsync();
        using var impatience = new CancellationTokenSource();

        var first = connection.SendAsync(Ping, impatience.Token);
        var second = connection.SendAsync(Ping, Cancelled);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        goOn.SetResult();

        Assert.Equal("second", (await second).Value.ServerVersion);
    }

    [Fact]
    public async Task Notifications_come_in_order_between_answers()
    {
        await using var server = new ScriptedServer(async side =>
        {
            var ping = await side.ReceiveAsync();
            for (var n = 0; n < 50; n++) await side.TellAsync(new NotificationTyping(new("c"), new($"user {n}")));
            await side.SendAsync("""{"type":"NotificationFromTheFuture","body":{}}""");
            await side.SendAsync("""{"type":"NotificationTyping","body":{"conversationUuid":7}}""");
            await side.ReplyAsync(ping, new ResponsePong("1", ""));
        });
        await using var connection = await server.ConnectAsync();

        Assert.True((await connection.SendAsync(Ping, Cancelled)).Succeeded);
        var told = await connection.Notifications.ReadAllAsync(Cancelled).ToListAsync(Cancelled);

        Assert.Equal(Enumerable.Range(0, 50).Select(n => $"user {n}"), told.Where(one => one.Body is NotificationTyping).Select(one => ((NotificationTyping)one.Body).UserId.Value));
        Assert.IsType<UnreadableNotification>(told[^1].Body);
        Assert.Equal(51, told.Count);
    }

    [Fact]
    public async Task A_closing_server_is_heard_with_its_code_and_reason()
    {
        await using var server = new ScriptedServer(async side =>
        {
            await side.ReceiveAsync();
            await side.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "going down");
            await side.IdleAsync();
        });
        await using var connection = await server.ConnectAsync();

        var answer = await connection.SendAsync(Ping, Cancelled);
        var end = await connection.Ended.WaitAsync(Cancelled);

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, end.Code);
        Assert.Equal(new Failure(ClientStatus.Disconnected, "The server closed the connection: going down."), answer.Failure);
        Assert.Equal(ClientStatus.Disconnected, (await connection.SendAsync(Ping, Cancelled)).Failure?.Status);
    }

    [Fact]
    public async Task A_cut_socket_fails_everything_that_waits()
    {
        await using var server = new ScriptedServer(async side =>
        {
            for (var n = 0; n < 3; n++) await side.ReceiveAsync();
        });
        await using var connection = await server.ConnectAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => connection.SendAsync(Ping, Cancelled)));

        Assert.All(answers, answer => Assert.Equal(ClientStatus.Disconnected, answer.Failure?.Status));
        Assert.Null((await connection.Ended).Code);
    }

    public static TheoryData<string> WhatIsNoAnswer => new(
        """{"type":"ResponsePong","id":2,"body":{"serverVersion":"1","androidUrl":""}}""",
        """{"type":"ResponsePong","id":"1","body":{"serverVersion":"1","androidUrl":""}}""",
        """{"type":"ResponsePong","id":1,"body":{"serverVersion":1,"androidUrl":""}}""",
        """{"type":"ResponseUserInfo","id":1,"body":{}}""",
        """{"type":"ResponseStatusMessage","id":1,"body":{"requestType":"RequestPing","status":"ok","description":null}}""",
        """{"type":"ResponseStatusMessage","id":1,"body":{}}""",
        "[]",
        "no json");

    [Theory]
    [MemberData(nameof(WhatIsNoAnswer))]
    public async Task What_the_protocol_does_not_allow_ends_the_connection_and_throws_nothing(string frame)
    {
        await using var server = new ScriptedServer(async side =>
        {
            await side.ReceiveAsync();
            await side.SendAsync(frame);
            await side.IdleAsync();
        });
        await using var connection = await server.ConnectAsync();

        var answer = await connection.SendAsync(Ping, Cancelled);
        var end = await connection.Ended.WaitAsync(Cancelled);

        Assert.Contains(answer.Failure?.Status, (string[])[ClientStatus.ProtocolFault, ClientStatus.Disconnected]);
        Assert.StartsWith("The ", end.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_given_up()
    {
        var time = new SetTime();
        var received = new TaskCompletionSource();
        await using var server = new ScriptedServer(async side =>
        {
            await side.ReceiveAsync();
            received.SetResult();
            await side.IdleAsync();
        });
        await using var connection = (await MessengerConnection.ConnectAsync(server.Settings with { Time = time }, Cancelled)).Value;

        var answer = connection.SendAsync(Ping, Cancelled);
        await received.Task.WaitAsync(Cancelled);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(answer.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ClientStatus.Disconnected, (await answer).Failure?.Status);
        Assert.Equal("The server did not answer within 60 seconds.", (await connection.Ended).Description);
    }

    [Fact]
    public async Task Notifications_that_nobody_reads_end_the_connection_at_their_bound()
    {
        await using var server = new ScriptedServer(async side =>
        {
            for (var n = 0; n < 11; n++) await side.TellAsync(new NotificationTyping(new("c"), new("u")));
            await side.IdleAsync();
        });
        await using var connection = (await MessengerConnection.ConnectAsync(server.Settings with { WaitingNotifications = 10 }, Cancelled)).Value;

        Assert.Equal("Notifications were not read as fast as they came.", (await connection.Ended.WaitAsync(Cancelled)).Description);
        Assert.Equal(10, (await connection.Notifications.ReadAllAsync(Cancelled).ToListAsync(Cancelled)).Count);
    }

    [Fact]
    public async Task Where_nobody_listens_there_is_a_failure_and_no_exception()
    {
        var server = new ScriptedServer(_ => Task.CompletedTask);
        var settings = server.Settings;
        await server.DisposeAsync();

        Assert.Equal(ClientStatus.Disconnected, (await MessengerConnection.ConnectAsync(settings, Cancelled)).Failure?.Status);
    }

    [Theory]
    [InlineData("default", "/ws")]
    [InlineData("bank", "/ws/bank")]
    public async Task A_network_has_its_path(string network, string path)
    {
        var asked = new TaskCompletionSource<string>();
        await using var server = new ScriptedServer(side =>
        {
            asked.SetResult(side.Path);
            return side.IdleAsync();
        });
        await using var connection = (await MessengerConnection.ConnectAsync(server.Settings with { Network = network }, Cancelled)).Value;

        Assert.Equal(path, await asked.Task.WaitAsync(Cancelled));
    }

    [Fact]
    public async Task Disposing_says_goodbye_and_fails_what_waits()
    {
        var goodbye = new TaskCompletionSource<string>();
        await using var server = new ScriptedServer(async side =>
        {
            try
            {
                await side.IdleAsync();
            }
            catch (WebSocketException closed)
            {
                goodbye.SetResult(closed.Message);
                await side.CloseAsync(WebSocketCloseStatus.NormalClosure, "");
            }
        });
        var connection = await server.ConnectAsync();
        var answer = connection.SendAsync(Ping, Cancelled);

        await connection.DisposeAsync();

        Assert.Equal("the client closed", await goodbye.Task.WaitAsync(Cancelled));
        Assert.Equal(ClientStatus.Disconnected, (await answer).Failure?.Status);
        Assert.Equal(ClientStatus.Disconnected, (await connection.SendAsync(Ping, Cancelled)).Failure?.Status);
    }
}
