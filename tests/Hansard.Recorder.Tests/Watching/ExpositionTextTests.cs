using System.Diagnostics.Metrics;
using Hansard.Recorder.Watching;
using Xunit;

namespace Hansard.Recorder.Tests.Watching;

public sealed class ExpositionTextTests
{
    [Fact]
    public void What_the_format_gives_a_meaning_is_escaped()
    {
        var text = ExpositionText.Of([new MetricFamily("a_total", true, "One \\ and\na \"quote\".",
            [new MetricSample([new("who", "O\"Neil \\ co\nè"), new("other", "")], 1.5), new MetricSample([], double.PositiveInfinity)])]);

        Assert.Equal("""
            # HELP a_total One \\ and\na "quote".
            # TYPE a_total counter
            a_total{who="O\"Neil \\ co\nè",other=""} 1.5
            a_total +Inf

            """, text);
        Assert.Equal(2, ExpositionRules.Read(text).Count);
    }

    [Theory]
    [InlineData("hansard.recorder.files.io", "By", true, "hansard_recorder_files_io_bytes_total")]
    [InlineData("hansard.recorder.lag.time", "s", false, "hansard_recorder_lag_time_seconds")]
    [InlineData("hansard.recorder.messages.saved", "{message}", true, "hansard_recorder_messages_saved_total")]
    [InlineData("hansard.recorder.files-pending", null, false, "hansard_recorder_files_pending")]
    [InlineData("a.seconds", "s", false, "a_seconds")]
    [InlineData("a.total", null, true, "a_total")]
    public void Instruments_have_the_names_that_OpenTelemetry_gives_them_for_Prometheus(string name, string? unit, bool isCounter, string expected) =>
        Assert.Equal(expected, MetricFamily.NameOf(name, unit, isCounter));

    [Fact]
    public void Only_the_instruments_of_the_meter_are_read_and_one_without_a_value_is_left_out()
    {
        using Meter meter = new("of this test"), other = new("of this test");
        meter.CreateObservableGauge("b.time", () => 0.25, "s", "B.");
        meter.CreateObservableCounter("a", () => new Measurement<long>(7, new KeyValuePair<string, object?>("a.label", 3)), null, "A.");
        meter.CreateObservableGauge("c", () => Array.Empty<Measurement<double>>());
        other.CreateObservableGauge("d", () => 1L);

        Assert.Equal("# HELP a_total A.\n# TYPE a_total counter\na_total{a_label=\"3\"} 7\n# HELP b_time_seconds B.\n# TYPE b_time_seconds gauge\nb_time_seconds 0.25\n", ExpositionText.Of(MetricFamily.Read(meter)));
    }
}
