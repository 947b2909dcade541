using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hansard.Archive.Tests.Copy;

/// <summary>A receiver of syslog over TCP or TLS that counts octets (RFC 6587), keeps what it has read whole, and closes when the sender does.</summary>
internal sealed class SyslogReceiver : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly X509Certificate2? certificate;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    public SyslogReceiver(int port, X509Certificate2? certificate = null)
    {
        this.certificate = certificate;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        running = AcceptAsync();
    }

    /// <summary>Whole messages in the order in which they were read.</summary>
    public ConcurrentQueue<string> Messages { get; } = [];

    /// <summary>So many connections are cut off, each after some messages.</summary>
    public int Resets { get; set; }

    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await running;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                Connections++;
                await ServeAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            Stream stream = client.GetStream();
            if (certificate is not null)
            {
                SslStream tls = new(stream);
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping.Token);
                stream = tls;
            }
            await using var _ = stream;
            // A prime, so that resets come at other places each time.
            for (var n = 1; await MessageAsync(stream) is { } message; n++)
            {
                Messages.Enqueue(message);
                if (Resets == 0 || n % 37 != 0) continue;
                Resets--;
                // As the system closes the sockets of a process that dies: without a goodbye, which TcpClient would say.
                client.Client.Close();
                return;
            }
        }
        catch (Exception ended) when (ended is IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            // The sender has hung up, or does not trust this.
        }
    }

    /// <summary>Null at the end of the connection.</summary>
    private async Task<string?> MessageAsync(Stream stream)
    {
        var one = new byte[1];
        var digits = new StringBuilder();
        while (true)
        {
            if (await stream.ReadAsync(one, stopping.Token) == 0) return null;
            if (one[0] == ' ') break;
            digits.Append((char)one[0]);
        }
        var message = new byte[int.Parse(digits.ToString(), NumberStyles.None, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(message, stopping.Token);
        return Encoding.UTF8.GetString(message);
    }
}
