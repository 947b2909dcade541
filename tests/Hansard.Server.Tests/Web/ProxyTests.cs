using System.Net.WebSockets;
using Hansard.Server.Web;
using Xunit;

namespace Hansard.Server.Tests.Web;

/// <summary>Whose word is taken on the address of a client: only then is there one budget of codes for each.</summary>
public sealed class ProxyTests
{
    private static readonly Dictionary<string, int> OneCode = new() { ["codesPerAddressAndHour"] = 1 };

    [Fact]
    public async Task A_known_proxy_is_believed_and_the_nearest_address_beyond_it_counts()
    {
        await using TestServer server = await Start("127.0.0.0/8");
        Assert.Equal("ok", await Ask(server, "+15550000001", "203.0.113.7"));
        Assert.Equal("tooManyRequests", await Ask(server, "+15550000002", "203.0.113.7"));
        // What a client claims stands before what the proxy adds.
        Assert.Equal("tooManyRequests", await Ask(server, "+15550000003", "198.51.100.1, 203.0.113.7"));
        Assert.Equal("ok", await Ask(server, "+15550000004", "203.0.113.8"));
        // A second proxy of the same network is looked through.
        Assert.Equal("tooManyRequests", await Ask(server, "+15550000005", "203.0.113.8, 127.0.0.9"));
    }

    [Fact]
    public async Task Nobody_else_is()
    {
        await using TestServer server = await Start("192.0.2.1");
        Assert.Equal("ok", await Ask(server, "+15550000001", "203.0.113.7"));
        // Taken for what it is, a client of this machine, which has no such budget.
        Assert.Equal("ok", await Ask(server, "+15550000002", "203.0.113.7"));
    }

    [Theory]
    [InlineData("somewhere")]
    [InlineData("10.0.0.0/33")]
    public void What_is_no_address_is_refused(string proxy) =>
        Assert.Contains(proxy, new WebSettings(null, null, [], [proxy]).Problem(["http://127.0.0.1:1"]), StringComparison.Ordinal);

    private static Task<TestServer> Start(string proxies) =>
        TestServer.Start(limits: OneCode, settings: plain => plain with { Web = new WebSettings(null, null, [], [proxies]) });

    private static async Task<string> Ask(TestServer server, string number, string forwardedFor)
    {
        ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("X-Forwarded-For", forwardedFor);
        await socket.ConnectAsync(new Uri(server.Server.Urls[0].Replace("http", "ws", StringComparison.Ordinal) + "/ws"), TestContext.Current.CancellationToken);
        await using TestSocket spoken = new(socket);
        TestPerson person = new(number, spoken);
        return await spoken.Status("RequestRegisterApplication", person.Registration);
    }
}
