using System.Net;
using System.Net.WebSockets;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Connections;

/// <summary>Who gets a socket, of which network, and for how long without signing in.</summary>
public sealed class EndpointTests
{
    [Fact]
    public async Task Each_network_has_its_path_and_its_people()
    {
        await using TestServer server = await TestServer.Start();
        await server.Command(new CreateNetwork("branch", "off", null));
        await using TestPerson ann = await server.Person("+15550000001");
        foreach (string path in (string[])["/ws/default", "/ws/", "/ws"])
        {
            await using TestSocket socket = await server.Connect(path);
            Assert.Equal("ok", await ann.Authenticate(socket));
        }
        await using TestSocket elsewhere = await server.Connect("/ws/branch");
        Assert.Equal("unauthenticated", await ann.Authenticate(elsewhere));
    }

    [Theory]
    [InlineData("/ws/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/ws/DEFAULT", HttpStatusCode.NotFound)]
    [InlineData("/ws/default/more", HttpStatusCode.NotFound)]
    public async Task There_is_no_socket_of_a_network_that_is_none(string path, HttpStatusCode status)
    {
        await using TestServer server = await TestServer.Start();
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        Uri url = new(server.Server.Urls[0].Replace("http", "ws", StringComparison.Ordinal) + path);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(url, TestContext.Current.CancellationToken));
        Assert.Equal(status, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Whoever_speaks_no_WebSocket_is_told_so()
    {
        await using TestServer server = await TestServer.Start();
        using HttpClient http = new();
        HttpResponseMessage answer = await http.GetAsync(new Uri(server.Server.Urls[0] + "/ws"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_socket_on_which_nobody_signs_in_ends_after_a_minute_and_the_others_stay()
    {
        TestClock clock = new();
        await using TestServer server = await TestServer.Start(time: clock);
        await using TestPerson ann = await server.Person("+15550000001");
        await using RawSocket stranger = await RawSocket.Connect(server);
        // Whoever is answered has been noticed, and his minute has begun; the reply to the handshake comes before that.
        await stranger.SendBytes(RawSocket.Request("RequestPing", 1, new { clientVersion = "1", when = 1 }));
        await stranger.Reply();
        clock.Pass(TimeSpan.FromSeconds(Limits.UnauthenticatedSeconds + 1));
        Assert.Null(await stranger.Receive());
        await using TestSocket newcomer = await server.Connect();
        foreach (TestSocket socket in (TestSocket[])[ann.Socket, newcomer])
            Assert.Equal("ResponsePong", (string)(await socket.Ask("RequestPing", new { clientVersion = "1", when = 1 }))["type"]!);
    }
}
