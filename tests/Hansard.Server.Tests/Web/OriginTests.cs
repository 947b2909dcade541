using System.Net;
using System.Net.WebSockets;
using Hansard.Server.Web;
using Xunit;

namespace Hansard.Server.Tests.Web;

/// <summary>Which pages a browser may let use the server, and what it is told with every answer.</summary>
public sealed class OriginTests
{
    private const string Listed = "https://chat.example.org";

    [Theory]
    [InlineData(null, true)]
    [InlineData("own", true)]
    [InlineData(Listed, true)]
    [InlineData("HTTPS://Chat.Example.org:443", true)]
    [InlineData("https://chat.example.org.evil.example", false)]
    [InlineData("http://chat.example.org", false)]
    [InlineData("https://chat.example.org:8443", false)]
    [InlineData("null", false)]
    [InlineData("https://chat.example.org https://evil.example", false)]
    public async Task A_page_gets_a_socket_if_its_origin_is_listed_or_the_servers_own(string? origin, bool allowed)
    {
        await using TestServer server = await Start();
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin == "own" ? server.Server.Urls[0] : origin);
        Task connected = socket.ConnectAsync(new Uri(server.Server.Urls[0].Replace("http", "ws", StringComparison.Ordinal) + "/ws"), TestContext.Current.CancellationToken);

        if (allowed) await connected;
        else await Assert.ThrowsAsync<WebSocketException>(() => connected);
        Assert.Equal(allowed ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_listed_page_may_ask_over_HTTP_and_another_may_change_nothing()
    {
        await using TestServer server = await Start();
        using HttpClient http = new() { BaseAddress = new Uri(server.Server.Urls[0]) };

        HttpResponseMessage asked = await Send(http, HttpMethod.Options, Listed, preflight: true);
        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        Assert.Equal(Listed, Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("PATCH", Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
        Assert.Contains("Origin", asked.Headers.Vary);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(http, HttpMethod.Options, "https://evil.example", preflight: true)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(http, HttpMethod.Patch, "https://evil.example")).StatusCode);

        HttpResponseMessage read = await Send(http, HttpMethod.Get, "https://evil.example");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.False(read.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Every_answer_tells_a_browser_to_be_careful()
    {
        await using TestServer server = await Start();
        using HttpClient http = new() { BaseAddress = new Uri(server.Server.Urls[0]) };
        foreach (string path in (string[])["/healthz", "/nowhere", "/ws"])
        {
            HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Contains("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        }
    }

    [Theory]
    [InlineData("https://chat.example.org/", "https://chat.example.org")]
    [InlineData("https://chat.example.org:443", "https://chat.example.org")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080")]
    [InlineData("https://chat.example.org/path", null)]
    [InlineData("https://user@chat.example.org", null)]
    [InlineData("ftp://chat.example.org", null)]
    [InlineData("*", null)]
    [InlineData("chat.example.org", null)]
    public void An_origin_is_scheme_host_and_port(string given, string? normal) => Assert.Equal(normal, Origins.Normal(given));

    private static Task<TestServer> Start() => TestServer.Start(settings: plain => plain with { Web = new WebSettings(null, null, [Listed], []) });

    private static Task<HttpResponseMessage> Send(HttpClient http, HttpMethod method, string origin, bool preflight = false)
    {
        HttpRequestMessage request = new(method, "/healthz");
        request.Headers.Add("Origin", origin);
        if (preflight) request.Headers.Add("Access-Control-Request-Method", "PATCH");
        return http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
