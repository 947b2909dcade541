using System.Net;
using System.Security.Authentication;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Web;

/// <summary>What stands before every room that speaks HTTP: where the server listens and with which certificate, whose word on an address it takes, and who is refused.</summary>
internal sealed class FrontDoor(ServerSettings settings) : IAsyncDisposable
{
    private const int HeaderBytesMaximum = 16 * 1024;

    private CertificateWatch? certificate;

    public void Configure(IWebHostBuilder host)
    {
        host.UseKestrelCore().UseUrls([.. settings.Urls]);
        if (settings.Web.CertificateFile is not null) host.UseKestrelHttpsConfiguration();
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMaximum;
            // A WebSocket is an upgrade of HTTP/1.1; over HTTP/2 (RFC 8441) its frames would share one TCP connection with everything else.
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
            if (settings.Web.CertificateFile is null) return;
            kestrel.ConfigureHttpsDefaults(https =>
            {
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                // Kestrel wants to be shown one; what is sent is chosen below, with its chain.
                https.ServerCertificateSelector = (_, _) => null;
                https.OnAuthenticate = (_, handshake) => certificate!.Show(handshake);
            });
        });
    }

    /// <summary>Null when the certificate, where one is needed, is there.</summary>
    public Failure? Open(TimeProvider time, ILoggerFactory logs)
    {
        if (settings.Web.CertificateFile is null) return null;
        Result<CertificateWatch> started = CertificateWatch.Start(settings.Web, time, logs.CreateLogger<CertificateWatch>());
        if (started.Succeeded) certificate = started.Value;
        return started.Failure;
    }

    public void Guard(WebApplication app)
    {
        if (settings.Web.Proxies.Count > 0) app.UseForwardedHeaders(Forwarded());
        app.Use(SecurityHeaders.Add);
        app.Use((context, next) =>
        {
            WebSocketEndpoint.Prepare(context);
            return next(context);
        });
        app.UseWebSockets();
        app.Use(new Origins(settings.BaseUrl, settings.Web.Origins).Guard);
    }

    /// <summary>Only from a known proxy is it believed for whom it asks; the nearest address that is no such proxy counts.</summary>
    private ForwardedHeadersOptions Forwarded()
    {
        ForwardedHeadersOptions options = new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (string proxy in settings.Web.Proxies)
        {
            if (IPAddress.TryParse(proxy, out IPAddress? address)) options.KnownProxies.Add(address);
            else options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }
        return options;
    }

    public ValueTask DisposeAsync() => certificate?.DisposeAsync() ?? ValueTask.CompletedTask;
}
