using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hansard.Recorder.Watching;

/// <summary>One value, with what it is about.</summary>
internal sealed record MetricSample(IReadOnlyList<KeyValuePair<string, string>> Labels, double Value);

/// <summary>An instrument as Prometheus names it (OpenTelemetry, "Prometheus and OpenMetrics compatibility"), with its values at one moment.</summary>
/// <param name="Name">Letters, digits, colons and underscores.</param>
internal sealed partial record MetricFamily(string Name, bool IsCounter, string Help, IReadOnlyList<MetricSample> Samples)
{
    /// <summary>Asks every observable instrument of a meter, in the order of their names. Those without a value now are left out.</summary>
    public static IReadOnlyList<MetricFamily> Read(Meter meter)
    {
        var read = new Dictionary<Instrument, List<MetricSample>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (ReferenceEquals(instrument.Meter, meter)) listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Add(instrument, value, labels));
        listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Add(instrument, value, labels));
        listener.Start();
        listener.RecordObservableInstruments();
        return [.. read.Select(one => Of(one.Key, one.Value)).OrderBy(family => family.Name, StringComparer.Ordinal)];

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
        {
            if (!read.TryGetValue(instrument, out var samples)) read[instrument] = samples = [];
            var texts = new List<KeyValuePair<string, string>>(labels.Length);
            foreach (var (name, text) in labels) texts.Add(new(NotInLabel().Replace(name, "_"), Convert.ToString(text, CultureInfo.InvariantCulture) ?? ""));
            samples.Add(new MetricSample(texts, value));
        }
    }

    private static MetricFamily Of(Instrument instrument, IReadOnlyList<MetricSample> samples)
    {
        var isCounter = instrument is ObservableCounter<long> or ObservableCounter<double>;
        return new MetricFamily(NameOf(instrument.Name, instrument.Unit, isCounter), isCounter, instrument.Description ?? "", samples);
    }

    /// <summary>Units in braces only say what is counted, and stay out of the name.</summary>
    internal static string NameOf(string name, string? unit, bool isCounter)
    {
        var plain = NotInName().Replace(name, "_");
        var suffix = unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        if (!plain.EndsWith(suffix, StringComparison.Ordinal)) plain += suffix;
        return isCounter && !plain.EndsWith("_total", StringComparison.Ordinal) ? plain + "_total" : plain;
    }

    [GeneratedRegex("[^A-Za-z0-9_:]+")]
    private static partial Regex NotInName();

    [GeneratedRegex("[^A-Za-z0-9_]+")]
    private static partial Regex NotInLabel();
}
