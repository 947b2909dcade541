using System.Net;

namespace Hansard.TestPorts;

/// <param name="ContentType">Null for none.</param>
internal sealed record StandInAnswer(int Status, string? ContentType = null, byte[]? Body = null);

/// <summary>Somebody else's HTTP server, as far as a test needs it: one request after the other, over a real socket, until it is disposed.</summary>
internal sealed class HttpStandIn : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<HttpListenerRequest, byte[], StandInAnswer> answer;
    private readonly Task serving;

    /// <param name="prefix">Ends with a slash.</param>
    public HttpStandIn(Uri prefix, Func<HttpListenerRequest, byte[], StandInAnswer> answer)
    {
        this.answer = answer;
        listener.Prefixes.Add(prefix.AbsoluteUri);
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var given = answer(context.Request, body.ToArray());
                context.Response.StatusCode = given.Status;
                if (given.ContentType is not null) context.Response.ContentType = given.ContentType;
                if (given.Body is null) context.Response.Close();
                else context.Response.Close(given.Body, willBlock: true);
            }
            catch (Exception stopped) when (stopped is HttpListenerException or InvalidOperationException && !listener.IsListening)
            {
                // Whether it had begun to wait or was about to when the test ended.
                return;
            }
        }
    }
}
