using System.Net;

namespace Hansard.Server.Web;

/// <summary>What of the web's own a server is told: its certificate, whose pages may use it, and who stands before it.</summary>
/// <param name="CertificateFile">PEM with the server's certificate and those that lead to its root; null without HTTPS.</param>
/// <param name="KeyFile">PEM with its private key, unencrypted; null where it stands in <paramref name="CertificateFile"/>.</param>
/// <param name="Origins">Pages of these origins (RFC 6454) may use the server from a browser, beside those that it serves itself.</param>
/// <param name="Proxies">Addresses and networks (CIDR) whose word on whom they forward is taken.</param>
public sealed record WebSettings(string? CertificateFile, string? KeyFile, IReadOnlyList<string> Origins, IReadOnlyList<string> Proxies)
{
    public static readonly WebSettings None = new(null, null, [], []);

    public static WebSettings FromEnvironment(Func<string, string?> variable)
    {
        return new WebSettings(File("HANSARD_TLS_CERT"), File("HANSARD_TLS_KEY"), Several("HANSARD_ORIGINS"), Several("HANSARD_PROXIES"));

        string? File(string name) => variable(name) is { Length: > 0 } path ? path : null;

        string[] Several(string name) => variable(name)?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
    }

    /// <summary>Null when a server may listen on these addresses; otherwise a sentence that says what to do.</summary>
    public string? Problem(IReadOnlyList<string> urls)
    {
        bool secure = urls.Any(url => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase));
        if (secure && CertificateFile is null) return "An address of HANSARD_URLS is https:// and there is no certificate: set HANSARD_TLS_CERT to a PEM file.";
        if (!secure && CertificateFile is not null) return "HANSARD_TLS_CERT is set and no address of HANSARD_URLS is https://.";
        if (KeyFile is not null && CertificateFile is null) return "HANSARD_TLS_KEY is set without HANSARD_TLS_CERT.";
        if (Origins.FirstOrDefault(origin => Web.Origins.Normal(origin) is null) is { } origin)
            return $"HANSARD_ORIGINS: '{origin}' is no origin, such as https://chat.example.org.";
        if (Proxies.FirstOrDefault(proxy => !IPNetwork.TryParse(proxy, out _) && !IPAddress.TryParse(proxy, out _)) is { } unknown)
            return $"HANSARD_PROXIES: '{unknown}' is neither an address nor a network, such as 10.0.0.0/8.";
        return null;
    }
}
