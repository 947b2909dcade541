using System.Net.Security;
using Hansard.Protocol;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Web;

/// <summary>
/// The certificate that new connections are shown. It looks at the files again and again, so that whoever renews them has nothing else to do; what
/// cannot be used, such as a certificate whose key has not been written yet, is said once and the one before stays.
/// </summary>
internal sealed partial class CertificateWatch : IAsyncDisposable
{
    /// <summary>How often the files are looked at, in seconds.</summary>
    public const int LookSeconds = 5;

    private readonly WebSettings settings;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task watching;
    private volatile Certificate current;
    private byte[] seen;

    private CertificateWatch(WebSettings settings, Certificate first, byte[] seen, TimeProvider time, ILogger log)
    {
        (this.settings, current, this.seen, this.log) = (settings, first, seen, log);
        watching = Watch(time);
    }

    public static Result<CertificateWatch> Start(WebSettings settings, TimeProvider time, ILogger log)
    {
        // Looked at before it is read: what is written in between is noticed the next time.
        byte[] seen = File.Exists(settings.CertificateFile) ? Certificate.Fingerprint(settings) : [];
        Result<Certificate> first = Certificate.Read(settings);
        return first.Succeeded ? new CertificateWatch(settings, first.Value, seen, time, log) : first.Failure;
    }

    public void Show(SslServerAuthenticationOptions handshake)
    {
        handshake.ServerCertificateSelectionCallback = null;
        handshake.ServerCertificateContext = current.Context;
    }

    private async Task Watch(TimeProvider time)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(LookSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token)) Look();
        }
        catch (OperationCanceledException)
        {
            // The server stops; so does the watch.
        }
    }

    private void Look()
    {
        try
        {
            byte[] now = Certificate.Fingerprint(settings);
            if (now.AsSpan().SequenceEqual(seen)) return;
            seen = now;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            // In the middle of being replaced, or gone: the one in use stays good until it is there again.
            if (seen.Length > 0) Unreadable(absent.Message);
            seen = [];
            return;
        }
        Result<Certificate> read = Certificate.Read(settings);
        if (!read.Succeeded)
        {
            Unusable(read.Failure.Description);
            return;
        }
        current = read.Value;
        Renewed(current.Name, current.Ends);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watching;
        stopping.Dispose();
    }

    [LoggerMessage(1, LogLevel.Information, "New connections are shown the certificate of {Name}, valid until {Ends}")]
    private partial void Renewed(string name, DateTimeOffset ends);

    [LoggerMessage(2, LogLevel.Warning, "The certificate in use stays: {Problem}")]
    private partial void Unusable(string problem);

    [LoggerMessage(3, LogLevel.Warning, "The certificate in use stays, for its files cannot be read: {Problem}")]
    private partial void Unreadable(string problem);
}
