using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Hansard.Server.Web;
using Xunit;

namespace Hansard.Server.Tests.Web;

/// <summary>HTTPS by certificate files that may be renewed while the server runs.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority authority = new();

    [Fact]
    public async Task A_socket_opens_over_TLS_for_who_knows_the_root_alone()
    {
        authority.Renew();
        await using TestServer server = await Start();
        using SocketsHttpHandler handler = new() { SslOptions = authority.Client() };
        using HttpMessageInvoker invoker = new(handler);
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(new Uri(server.Server.Urls[0].Replace("https", "wss", StringComparison.Ordinal) + "/ws"), invoker, TestContext.Current.CancellationToken);
        await using TestSocket spoken = new(socket);

        Assert.Equal("ResponsePong", (string)(await spoken.Ask("RequestPing", new { clientVersion = "1", when = 1 }))["type"]!);
        HttpResponseMessage health = await invoker.SendAsync(new(HttpMethod.Get, server.Server.Urls[0] + "/healthz"), TestContext.Current.CancellationToken);
        Assert.StartsWith("max-age=", Assert.Single(health.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_without_a_restart_and_an_unusable_one_never()
    {
        string first = authority.Renew();
        await using TestServer server = await Start();
        Assert.Equal(first, await Shown(server));

        TestAuthority.Put(authority.KeyFile, "no key\n");
        string second = authority.Renew();
        await Until.Holds(async () => await Shown(server) == second, "the renewed certificate is shown");
        TestAuthority.Put(authority.CertificateFile, "half a certif");
        Assert.Equal(second, await Shown(server));
        File.Delete(authority.CertificateFile);
        string third = authority.Renew();
        await Until.Holds(async () => await Shown(server) == third, "the renewed certificate is shown");
    }

    [Fact]
    public async Task Old_protocols_are_refused()
    {
        authority.Renew();
        await using TestServer server = await Start();
#pragma warning disable CA5397, SYSLIB0039, CS0618 // What must be refused has to be offered.
        SslClientAuthenticationOptions old = authority.Client();
        old.EnabledSslProtocols = SslProtocols.Tls11;
#pragma warning restore CA5397, SYSLIB0039, CS0618
        await Assert.ThrowsAnyAsync<Exception>(() => Handshake(server, old));
        await Handshake(server, authority.Client());
    }

    [Theory]
    [InlineData("https://127.0.0.1:0", null, null, "HANSARD_TLS_CERT")]
    [InlineData("http://127.0.0.1:0", "cert.pem", null, "https://")]
    [InlineData("http://127.0.0.1:0", null, "key.pem", "HANSARD_TLS_CERT")]
    public void Settings_that_do_not_go_together_are_refused(string url, string? certificate, string? key, string named) =>
        Assert.Contains(named, new WebSettings(certificate, key, [], []).Problem([url]), StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("nothing of the kind\n")]
    public async Task A_server_without_a_usable_certificate_does_not_start_and_says_which_file(string? content)
    {
        authority.Renew();
        if (content is null) File.Delete(authority.CertificateFile);
        else TestAuthority.Put(authority.CertificateFile, content);
        IOException refused = await Assert.ThrowsAsync<IOException>(Start);
        Assert.Contains(authority.CertificateFile, refused.Message, StringComparison.Ordinal);
    }

    private Task<TestServer> Start() => TestServer.Start(settings: plain => plain with
    {
        Urls = ["https://127.0.0.1:0"], Web = new WebSettings(authority.CertificateFile, authority.KeyFile, [], []),
    });

    private async Task<string> Shown(TestServer server) => await Handshake(server, authority.Client());

    private static async Task<string> Handshake(TestServer server, SslClientAuthenticationOptions options)
    {
        using TcpClient tcp = new();
        await tcp.ConnectAsync("127.0.0.1", new Uri(server.Server.Urls[0]).Port, TestContext.Current.CancellationToken);
        await using SslStream secure = new(tcp.GetStream());
        await secure.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
        return ((X509Certificate2)secure.RemoteCertificate!).Thumbprint;
    }

    public void Dispose() => authority.Dispose();
}
