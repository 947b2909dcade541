using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Hansard.Recorder.Watching;

/// <summary>Sends metrics to an OpenTelemetry collector, where the environment names one. Everything else about it is in OpenTelemetry's own variables too.</summary>
internal static class OtlpExport
{
    private const string ServiceName = "hansard-recorder";

    /// <summary>Null where nothing is asked for. Disposing sends a last time.</summary>
    public static MeterProvider? Start(RecorderSettings settings) => IsAsked(Environment.GetEnvironmentVariable)
        ? Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty()
                .AddService(ServiceName, serviceInstanceId: $"{settings.Network}/{settings.UserName}").AddTelemetrySdk().AddEnvironmentVariableDetector())
            .AddMeter(RecorderInstruments.MeterName)
            .AddOtlpExporter()
            .Build()
        : null;

    /// <summary>An endpoint is what turns it on: the library by itself would send to this machine's usual port, asked or not.</summary>
    internal static bool IsAsked(Func<string, string?> variable)
    {
        var hasEndpoint = !string.IsNullOrEmpty(variable("OTEL_EXPORTER_OTLP_ENDPOINT")) || !string.IsNullOrEmpty(variable("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"));
        return hasEndpoint && !Says("OTEL_SDK_DISABLED", "true") && !Says("OTEL_METRICS_EXPORTER", "none");

        bool Says(string name, string value) => string.Equals(variable(name), value, StringComparison.OrdinalIgnoreCase);
    }
}
