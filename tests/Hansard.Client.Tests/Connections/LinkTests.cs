using Hansard.Client.Connections;
using Hansard.Client.Events;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Presence;
using Xunit;

namespace Hansard.Client.Tests.Connections;

public sealed class LinkTests
{
    private static CancellationToken Cancelled => Patience.Token;

    [Fact]
    public async Task A_request_under_way_when_the_connection_breaks_is_answered_by_the_next_connection()
    {
        using var device = new TestDevice();
        await using var network = new ScriptedNetwork();
        var pings = 0;
        network.On<RequestPing, ResponsePong>(_ =>
        {
            if (++pings == 1) throw new OperationCanceledException("the socket is cut before the answer");
            return new ResponsePong($"ping {pings}", "");
        });
        await using var client = await device.ConnectAsync(network);

        var broken = client.AskAsync(new RequestPing("test", 1), Cancelled);
        var answer = await broken;
        var later = await client.AskAsync(new RequestPing("test", 2), Cancelled);

        Assert.Equal("ping 2", answer.Value.ServerVersion);
        Assert.Equal("ping 3", later.Value.ServerVersion);
        await network.NextAsync<RequestAuthenticationByApplication>();
        Assert.Equal("c2VjcmV0", (await network.NextAsync<RequestAuthenticationByApplication>()).SecretBase64);
    }

    [Fact]
    public async Task Requests_that_wait_for_a_connection_leave_in_the_order_in_which_they_were_made()
    {
        using var device = new TestDevice();
        await using var network = new ScriptedNetwork();
        var served = new List<long>();
        var away = true;
        network.On<RequestPing, ResponsePong>(ping =>
        {
            if (away) throw new OperationCanceledException("the socket is cut before the answer");
            served.Add(ping.When);
            return new ResponsePong("1", "");
        });
        await using var client = await device.ConnectAsync(network);
        network.On<RequestAuthenticationByApplication>(_ => away ? Failure.TooManyRequests("Not yet.") : null);

        var pings = Enumerable.Range(1, 200).Select(n => client.AskAsync(new RequestPing("test", n), Cancelled)).ToList();
        away = false;
        await Task.WhenAll(pings);

        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), served);
    }

    [Fact]
    public async Task A_request_that_breaks_every_connection_is_given_up()
    {
        using var device = new TestDevice();
        await using var network = new ScriptedNetwork();
        network.On<RequestPing, ResponsePong>(_ => throw new OperationCanceledException("the socket is cut before the answer"));
        await using var client = (await MessengerClient.ConnectAsync(device.Settings(network) with { BackOff = TestDevice.NoPause }, Cancelled)).Value;

        Assert.Equal(ClientStatus.Disconnected, (await client.AskAsync(new RequestPing("test", 1), Cancelled)).Failure?.Status);
    }

    [Fact]
    public async Task A_device_that_is_refused_is_signed_out_and_does_not_knock_again()
    {
        using var device = new TestDevice();
        await using var network = new ScriptedNetwork();
        await using var client = await device.ConnectAsync(network);
        var events = client.EventsAsync(Cancelled);

        network.On<RequestAuthenticationByApplication>(_ => Failure.Unauthenticated("This device was deleted."));
        network.Cut();
        var gone = await events.FirstAsync(happened => happened is SignedOut, Cancelled);

        Assert.Equal(Status.Unauthenticated, ((SignedOut)gone).Failure.Status);
        Assert.Equal(Status.Unauthenticated, (await client.AskAsync(new RequestPing("test", 1), Cancelled)).Failure?.Status);
    }

    [Fact]
    public async Task A_device_that_is_refused_at_the_start_gets_the_servers_words()
    {
        using var device = new TestDevice();
        await using var network = new ScriptedNetwork();
        network.On<RequestAuthenticationByApplication>(_ => Failure.Unauthenticated("This device was deleted."));

        var client = await MessengerClient.ConnectAsync(device.Settings(network), Cancelled);

        Assert.Equal(Failure.Unauthenticated("This device was deleted."), client.Failure);
    }

    [Fact]
    public async Task A_server_that_is_busy_at_log_in_is_asked_again()
    {
        using var device = new TestDevice();
        await using var network = new ScriptedNetwork();
        var tries = 0;
        network.On<RequestAuthenticationByApplication>(_ => ++tries < 3 ? Failure.TooManyRequests("Later.") : null);

        await using var client = await device.ConnectAsync(network);

        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Without_a_server_a_request_fails_when_its_patience_ends()
    {
        using var device = new TestDevice();
        var network = new ScriptedNetwork();
        // The same patience holds for the first connection, which a busy machine may take its time to make: it ends when the test says so.
        var time = new SetTime();
        var settings = device.Settings(network) with { Patience = TimeSpan.FromSeconds(5), Time = time };
        await using var client = (await MessengerClient.ConnectAsync(settings, Cancelled)).Value;
        await network.DisposeAsync();

        var asking = client.AskAsync(new RequestPing("test", 1), Cancelled);
        while (!asking.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(ClientStatus.Disconnected, (await asking).Failure?.Status);
    }

    [Fact]
    public async Task Two_clients_cannot_use_one_folder_at_once()
    {
        using var device = new TestDevice();
        await using var network = new ScriptedNetwork();
        await using (await device.ConnectAsync(network))
        {
            Assert.Equal(Status.Conflict, (await MessengerClient.ConnectAsync(device.Settings(network), Cancelled)).Failure?.Status);
        }
        await using var again = await device.ConnectAsync(network);

        Assert.Equal(device.Own, again.Identity?.UserId);
    }

    [Theory]
    [InlineData(0, 0, 125)]
    [InlineData(0, 1, 250)]
    [InlineData(3, 1, 2_000)]
    [InlineData(100, 0, 15_000)]
    [InlineData(100, 1, 30_000)]
    public void Pauses_double_up_to_half_a_minute_and_are_spread(int attempt, double jitter, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), (BackOff.Usual with { Jitter = () => jitter }).Before(attempt));
}
