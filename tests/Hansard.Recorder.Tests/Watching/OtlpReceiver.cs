using System.Net;
using Hansard.TestPorts;

namespace Hansard.Recorder.Tests.Watching;

/// <summary>A collector as far as OTLP over HTTP with protobuf demands it of one: takes metrics, and remembers the newest value of each.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly HttpStandIn server;
    private readonly Lock gate = new();
    private readonly Dictionary<string, double> values = [];
    private readonly Dictionary<string, string> resource = [];
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OtlpReceiver()
    {
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}/");
        server = new HttpStandIn(Address, Serve);
    }

    public Uri Address { get; }

    public async Task<double> UntilAsync(string metric, Func<double, bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (values.TryGetValue(metric, out var value) && condition(value)) return value;
                next = news.Task;
            }
            await next.WaitAsync(cancellation);
        }
    }

    public string Resource(string name)
    {
        lock (gate) return resource[name];
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private StandInAnswer Serve(HttpListenerRequest request, byte[] body)
    {
        var isMetrics = request is { HttpMethod: "POST", ContentType: "application/x-protobuf" } && request.Url!.AbsolutePath == "/v1/metrics";
        if (isMetrics) Take(ProtobufField.Of(body));
        return new StandInAnswer(isMetrics ? 200 : 404, "application/x-protobuf");
    }

    /// <summary>By the field numbers of opentelemetry/proto/metrics/v1/metrics.proto.</summary>
    private void Take(IEnumerable<ProtobufField> request)
    {
        lock (gate)
        {
            foreach (var perResource in request.Where(field => field.Field == 1))
            {
                foreach (var attribute in perResource.Message.Where(field => field.Field == 1).SelectMany(one => one.Message).Where(field => field.Field == 1))
                    resource[attribute.Message.Single(field => field.Field == 1).Text] = attribute.Message.Single(field => field.Field == 2).Message.Single().Text;
                foreach (var metric in perResource.Message.Where(field => field.Field == 2).SelectMany(scope => scope.Message).Where(field => field.Field == 2))
                {
                    var name = metric.Message.Single(field => field.Field == 1).Text;
                    foreach (var point in metric.Message.Where(field => field.Field is 5 or 7).SelectMany(data => data.Message).Where(field => field.Field == 1))
                        values[name] = point.Message.Where(field => field.Field is 4 or 6).Select(field => field.Field == 6 ? (long)field.Number : BitConverter.UInt64BitsToDouble(field.Number)).Single();
                }
            }
            news.TrySetResult();
            news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
