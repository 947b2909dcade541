using System.Net;

namespace Hansard.Server.Deliveries;

/// <summary>How this server calls others: no redirects, no cookies, nothing of its own traces, connections kept and renewed.</summary>
internal static class OutgoingHttp
{
    /// <summary>What is read of an answer's body, in bytes; what counts stands at its beginning.</summary>
    private const int AnswerBytesMaximum = 16 * 1024;

    /// <summary>New names of a server are noticed after this time.</summary>
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(30);

    /// <summary>An HTTP/2 connection that is silent for so long is asked whether it lives.</summary>
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan PingAnswered = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Connected = TimeSpan.FromSeconds(10);

    /// <summary>One client for each other side, for as long as the server runs. Its calls are ended by their tokens.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = Connected,
        PooledConnectionLifetime = ConnectionLife,
        KeepAlivePingDelay = PingAfter,
        KeepAlivePingTimeout = PingAnswered,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
    }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>An address that others may not read along: HTTPS, or this machine itself.</summary>
    public static bool IsPrivate(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <summary>Too many, not now, and the server's own failures may pass; anything else a client has done wrong stays wrong.</summary>
    public static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 || (int)status >= 500;

    /// <summary>What <c>Retry-After</c> asks for (RFC 9110, 10.2.3), null where it asks for nothing.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage answer, DateTimeOffset now)
    {
        TimeSpan? after = answer.Headers.RetryAfter?.Delta ?? answer.Headers.RetryAfter?.Date - now;
        return after > TimeSpan.Zero ? after : null;
    }

    /// <summary>The beginning of the body.</summary>
    public static async Task<byte[]> ReadBeginning(HttpResponseMessage answer, CancellationToken cancellation)
    {
        byte[] buffer = new byte[AnswerBytesMaximum];
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellation);
        int read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return buffer[..read];
    }
}
