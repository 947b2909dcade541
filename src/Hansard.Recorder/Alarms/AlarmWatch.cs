namespace Hansard.Recorder.Alarms;

/// <summary>Looks at a recorder's state again and again, beside the recording, and raises and clears the alarms that have a threshold.</summary>
internal sealed class AlarmWatch : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    public AlarmWatch(RecorderSettings settings, RecorderProgress progress, RecorderVoice voice, Func<long?> diskLeft) =>
        watching = Task.Run(() => WatchAsync(settings, progress, voice, diskLeft));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private async Task WatchAsync(RecorderSettings settings, RecorderProgress progress, RecorderVoice voice, Func<long?> diskLeft)
    {
        using PeriodicTimer timer = new(Between, settings.Time);
        do
        {
            foreach (var found in ThresholdCheck.Of(progress.Now, settings.Thresholds, diskLeft(), settings.Time.GetUtcNow(), voice.Stands))
            {
                if (found.Stands) voice.Raise(found.Kind, found.Sentence);
                else voice.Clear(found.Kind, found.Sentence);
            }
        }
        while (await NextAsync(timer));
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
