using Xunit;

namespace Hansard.Recorder.Tests.Watching;

/// <summary>What a running recorder shows over HTTP.</summary>
internal sealed class WatchedRecorder(RunningRecorder recorder) : IDisposable
{
    private readonly HttpClient http = new();

    public async Task<Uri> AddressAsync()
    {
        await recorder.UntilAsync(_ => recorder.MetricsAt is not null);
        return recorder.MetricsAt!;
    }

    public async Task<HttpResponseMessage> AskAsync(string path, HttpMethod? method = null, string? host = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(await AddressAsync(), path));
        if (host is not null) request.Headers.Host = host;
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, double>> ScrapeAsync()
    {
        using var answer = await AskAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return ExpositionRules.Read(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => http.Dispose();
}
