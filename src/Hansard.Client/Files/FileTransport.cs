using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Hansard.Protocol;

namespace Hansard.Client.Files;

/// <summary>HTTP as files need it: redirected nowhere, given up when nothing moves any more, to no worse-guarded place than the server itself.</summary>
internal sealed class FileTransport(Uri server, TimeSpan silence, TimeProvider time) : IDisposable
{
    private const string Tus = "1.0.0";

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>How far the server has a file; a negative number where the URL is good no more.</summary>
    public async Task<long> OffsetAsync(string url, CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Head, url);
        request.Headers.Add("Tus-Resumable", Tus);
        using var quiet = new Silence(silence, time, cancellation);
        using var answer = await http.SendAsync(request, quiet.Token);
        return Offset(answer);
    }

    /// <summary>Adds to a file; how far the server has it then.</summary>
    public async Task<(HttpStatusCode Status, long Offset)> AddAsync(string url, long offset, Func<Action, HttpContent> body, CancellationToken cancellation)
    {
        using var quiet = new Silence(silence, time, cancellation);
        using var request = Request(HttpMethod.Patch, url);
        request.Content = body(quiet.Break);
        request.Headers.Add("Tus-Resumable", Tus);
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        using var answer = await http.SendAsync(request, quiet.Token);
        return (answer.StatusCode, Offset(answer));
    }

    /// <summary>Reads a file from an offset on.</summary>
    /// <param name="take">Called with its bytes; it tells by the action that they move.</param>
    /// <returns>Not 200 or 206: nothing was read.</returns>
    public async Task<HttpStatusCode> ReadAsync(string url, long offset, Func<Stream, Action, CancellationToken, Task> take, CancellationToken cancellation)
    {
        using var quiet = new Silence(silence, time, cancellation);
        using var request = Request(HttpMethod.Get, url);
        if (offset > 0) request.Headers.Range = new RangeHeaderValue(offset, null);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, quiet.Token);
        if (answer.StatusCode != (offset > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)) return answer.StatusCode == HttpStatusCode.OK ? HttpStatusCode.BadGateway : answer.StatusCode;
        await using var bytes = await answer.Content.ReadAsStreamAsync(quiet.Token);
        await take(bytes, quiet.Break, quiet.Token);
        return answer.StatusCode;
    }

    /// <summary>Null where the URL is one that the server may send this client to.</summary>
    public Failure? Distrust(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme is "http" or "https" && (target.Scheme == "https" || server.Scheme is "http" or "ws")
            ? null
            : ClientStatus.Fault("The server gave a URL for a file that is none, or is guarded less than the server itself.");

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, string url) => new(method, url) { Version = HttpVersion.Version11 };

    private static long Offset(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Upload-Offset", out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : -1;

    /// <summary>Ends a transfer in which nothing has moved for too long.</summary>
    private sealed class Silence : IDisposable
    {
        private readonly TimeSpan most;
        private readonly CancellationTokenSource late;
        private readonly CancellationTokenSource either;

        public Silence(TimeSpan most, TimeProvider time, CancellationToken cancellation)
        {
            this.most = most;
            late = new CancellationTokenSource(most, time);
            either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        }

        public CancellationToken Token => either.Token;

        public void Break() => late.CancelAfter(most);

        public void Dispose()
        {
            either.Dispose();
            late.Dispose();
        }
    }
}
