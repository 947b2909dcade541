using OpenTelemetry.Metrics;

namespace Hansard.Recorder.Watching;

/// <summary>What lets people watch a recorder: its metrics, and where they can be read. Recording waits for none of it and goes on without it.</summary>
internal sealed class RecorderWatch : IAsyncDisposable
{
    private readonly RecorderInstruments instruments;
    private readonly MeterProvider? export;
    private readonly WatchPage? page;

    private RecorderWatch(RecorderInstruments instruments, MeterProvider? export, WatchPage? page) => (this.instruments, this.export, this.page) = (instruments, export, page);

    /// <summary>Of the page, null where there is none.</summary>
    public Uri? Address => page?.Address;

    public static async Task<RecorderWatch> StartAsync(RecorderSettings settings, RecorderProgress progress, RecorderVoice voice)
    {
        var instruments = new RecorderInstruments(settings, progress, () => DiskRoom.Of(settings.Record, settings.DiskLeft));
        var export = OtlpExport.Start(settings);
        WatchPage? page = null;
        try
        {
            if (settings.Metrics is { } address) page = await WatchPage.OpenAsync(address, () => ExpositionText.Of(MetricFamily.Read(instruments.Meter)), () => progress.Now.HaltReason);
        }
        catch (IOException taken)
        {
            voice.Alarm($"There are no metrics at {settings.Metrics}: {taken.Message} Recording goes on.");
        }
        if (page is not null) voice.Say($"Metrics are at {page.Address}metrics.");
        return new RecorderWatch(instruments, export, page);
    }

    public async ValueTask DisposeAsync()
    {
        if (page is not null) await page.DisposeAsync();
        export?.Dispose();
        instruments.Dispose();
    }
}
