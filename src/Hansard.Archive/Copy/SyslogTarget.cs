using System.Security.Cryptography.X509Certificates;

namespace Hansard.Archive.Copy;

/// <summary>A receiver of syslog.</summary>
/// <param name="Address"><c>tcp://host:port</c> or <c>tls://host:port</c>.</param>
/// <param name="Authorities">Who may vouch for its certificate; null for those whom the system trusts.</param>
public sealed record SyslogTarget(Uri Address, X509Certificate2Collection? Authorities = null)
{
    private const int TcpPort = 601, TlsPort = 6514;

    /// <summary>This machine's name in what is sent.</summary>
    public string HostName { get; init; } = Environment.MachineName;

    public bool IsTls => Address.Scheme == "tls";

    public int Port => Address.Port > 0 ? Address.Port : IsTls ? TlsPort : TcpPort;

    public string Name => $"{Address.Scheme}://{Address.Host}:{Port}";

    /// <summary>Null for what is none.</summary>
    public static SyslogTarget? Parse(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "tcp" or "tls", Host.Length: > 0, PathAndQuery: "" or "/" } ? new SyslogTarget(uri) : null;
}
