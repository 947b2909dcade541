using Hansard.Recorder.Alarms;
using OpenTelemetry.Metrics;

namespace Hansard.Recorder.Watching;

/// <summary>What lets people watch a recorder: its metrics, where they can be read, its alarms, and where they are sent. Recording waits for none of it and goes on without it.</summary>
internal sealed class RecorderWatch : IAsyncDisposable
{
    private readonly RecorderInstruments instruments;
    private readonly MeterProvider? export;
    private readonly WatchPage? page;
    private readonly AlarmWatch alarms;
    private readonly AlarmWebhook? webhook;

    private RecorderWatch(RecorderInstruments instruments, MeterProvider? export, WatchPage? page, AlarmWatch alarms, AlarmWebhook? webhook) =>
        (this.instruments, this.export, this.page, this.alarms, this.webhook) = (instruments, export, page, alarms, webhook);

    /// <summary>Of the page, null where there is none.</summary>
    public Uri? Address => page?.Address;

    public static async Task<RecorderWatch> StartAsync(RecorderSettings settings, RecorderProgress progress, RecorderVoice voice)
    {
        var webhook = settings.Webhook is { } target ? new AlarmWebhook(target, settings.Time, voice.Say) : null;
        if (webhook is not null)
            voice.Alarmed = (kind, state, sentence) => webhook.Post(AlarmNotice.Of(settings.Network, settings.UserName, settings.Time.GetUtcNow(), kind, state, sentence));
        var instruments = new RecorderInstruments(settings, progress, DiskLeft);
        instruments.CountAlarms(voice, webhook);
        var export = OtlpExport.Start(settings);
        WatchPage? page = null;
        try
        {
            if (settings.Metrics is { } address) page = await WatchPage.OpenAsync(address, () => ExpositionText.Of(MetricFamily.Read(instruments.Meter)), () => progress.Now.HaltReason is { } reason ? AlarmNotice.WithoutNames(reason) : null);
        }
        catch (IOException taken)
        {
            voice.Alarm($"There are no metrics at {settings.Metrics}: {taken.Message} Recording goes on.");
        }
        if (page is not null) voice.Say($"Metrics are at {page.Address}metrics.");
        return new RecorderWatch(instruments, export, page, new AlarmWatch(settings, progress, voice, DiskLeft), webhook);

        long? DiskLeft() => DiskRoom.Of(settings.Record, settings.DiskLeft);
    }

    public async ValueTask DisposeAsync()
    {
        await alarms.DisposeAsync();
        if (webhook is not null) await webhook.DisposeAsync();
        if (page is not null) await page.DisposeAsync();
        export?.Dispose();
        instruments.Dispose();
    }
}
