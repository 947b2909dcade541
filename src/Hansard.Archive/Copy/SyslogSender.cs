using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Hansard.Archive.Copy;

/// <summary>
/// Sends lines to a receiver of syslog, so that it is known whether it has read them: syslog has no answer, so each connection carries a number of
/// lines, is then closed on this side, and the receiver has read all of it when it closes the other: of one that dies or closes with bytes unread the
/// system says so by a reset. What ends like that is sent again.
/// </summary>
internal sealed class SyslogSender(SyslogTarget target, TimeProvider time)
{
    /// <summary>For a connection, for a write to get through, and for the receiver to have read the rest.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan UntilClosed = TimeSpan.FromMilliseconds(10);

    private const int AnswerBytes = 4096;

    /// <summary>From linux/tcp.h and netinet/tcp.h: the option's level and name, and the state that it begins with.</summary>
    private const int Tcp = 6, TcpInfo = 11, TcpClosed = 7;

    public static bool IsPassing(Exception error) => error is SocketException or IOException or AuthenticationException or TimeoutException;

    /// <summary>Returns when the receiver has read all of them.</summary>
    /// <exception cref="IOException">Or another of <see cref="IsPassing"/>: it may have read some.</exception>
    public async Task SendAsync(IEnumerable<ReadOnlyMemory<byte>> lines, CancellationToken cancellation)
    {
        using TcpClient client = new() { NoDelay = true };
        await InTime(stop => client.ConnectAsync(target.Address.Host, target.Port, stop).AsTask(), cancellation);
        await using var raw = client.GetStream();
        if (target.IsTls) await SendTlsAsync(raw, lines, cancellation);
        else await WriteAsync(raw, lines, cancellation);
        client.Client.Shutdown(SocketShutdown.Send);
        await InTime(stop => DrainAsync(client.Client, raw, stop), cancellation);
    }

    private async Task SendTlsAsync(NetworkStream raw, IEnumerable<ReadOnlyMemory<byte>> lines, CancellationToken cancellation)
    {
        await using SslStream tls = new(raw, leaveInnerStreamOpen: true);
        var options = new SslClientAuthenticationOptions { TargetHost = target.Address.Host };
        if (target.Authorities is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }
        await InTime(stop => tls.AuthenticateAsClientAsync(options, stop), cancellation);
        await WriteAsync(tls, lines, cancellation);
        await tls.ShutdownAsync();
    }

    private async Task WriteAsync(Stream stream, IEnumerable<ReadOnlyMemory<byte>> lines, CancellationToken cancellation)
    {
        foreach (var line in lines) await InTime(stop => stream.WriteAsync(SyslogFrame.Of(target.HostName, line), stop).AsTask(), cancellation);
    }

    /// <summary>
    /// Until the receiver has closed, having taken all: its end alone may also come from a process that died before that, and then what it had not
    /// taken is answered by a reset. What it says before means nothing in syslog.
    /// </summary>
    private async Task DrainAsync(Socket socket, NetworkStream raw, CancellationToken stop)
    {
        var answer = new byte[AnswerBytes];
        while (await raw.ReadAsync(answer, stop) > 0)
        {
        }
        while (!IsClosed(socket)) await Task.Delay(UntilClosed, time, stop);
        if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is not 0) throw new IOException("the receiver closed before it had read everything");
    }

    /// <summary>Whether each side has acknowledged the other's end, or reset it. Known on Linux alone.</summary>
    private static bool IsClosed(Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return true;
        Span<byte> info = stackalloc byte[1];
        socket.GetRawSocketOption(Tcp, TcpInfo, info);
        return info[0] == TcpClosed;
    }

    private async Task InTime(Func<CancellationToken, Task> step, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await step(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"the receiver did nothing for {Patience.TotalSeconds:0} seconds");
        }
    }
}
