using System.Diagnostics;
using Hansard.Recorder.Tests.Network;
using Hansard.Recorder.Watching;
using Xunit;

namespace Hansard.Recorder.Tests.Watching;

public sealed class OtlpExportTests
{
    [Fact]
    public async Task Metrics_go_to_the_collector_that_the_environment_names()
    {
        var patience = Client.Tests.Patience.Token;
        using var folder = new TemporaryFolder();
        await using var network = new TestNetwork();
        await using var collector = new OtlpReceiver();
        var dialog = new Conversation("d1a10000-0000-4000-8000-000000000008");
        network.Change(journal =>
        {
            journal.Create(dialog, Person.Anna, [Person.Bruno]);
            journal.Say(dialog, Person.Anna, "Ciao");
        });
        // The variables are the process's, so the recorder is a process of its own.
        ProcessStartInfo start = new(Environment.ProcessPath!, [VictimRecorder.Verb, network.Address.ToString(), folder.Path]) { RedirectStandardOutput = true };
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.AbsoluteUri;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "100";
        start.Environment["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(patience);
        try
        {
            Assert.Equal(1, await collector.UntilAsync("hansard.recorder.messages.saved", value => value == 1, patience));
            network.Change(journal => journal.Say(dialog, Person.Bruno, "Ciao a te"));
            Assert.Equal(2, await collector.UntilAsync("hansard.recorder.messages.saved", value => value == 2, patience));
            Assert.InRange(await collector.UntilAsync("hansard.recorder.checkpoint.age", _ => true, patience), 0, double.MaxValue);
            Assert.Equal(
                ("hansard-recorder", "default/compliance", "test"),
                (collector.Resource("service.name"), collector.Resource("service.instance.id"), collector.Resource("deployment.environment.name")));
        }
        finally
        {
            process.Kill();
            await output;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318")]
    [InlineData(true, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://127.0.0.1:4318/v1/metrics")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_HEADERS=a=b")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318", "OTEL_SDK_DISABLED=True")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318", "OTEL_METRICS_EXPORTER=none")]
    public void Nothing_is_sent_unless_it_is_asked_for(bool isAsked, params string[] variables)
    {
        var environment = variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(isAsked, OtlpExport.IsAsked(environment.GetValueOrDefault));
    }
}
