namespace Hansard.Archive.Copy;

/// <summary>Does the rounds of one copy until it is stopped: again and again, and after a failure with growing pauses. Nothing waits for it.</summary>
/// <param name="name">Where to, for people.</param>
internal sealed class CopyRounds(string name, CopyVoice voice, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private const int MostDoublings = 6;

    /// <param name="round">Copies what there is; true where there may be more at once.</param>
    /// <param name="isPassing">Whether trying again may help; it is tried again in any case, since the record may be repaired.</param>
    public async Task RunAsync(Func<CancellationToken, Task<bool>> round, Func<Exception, bool> isPassing, CancellationToken stop)
    {
        for (var failures = 0; ;)
        {
            try
            {
                var more = await round(stop);
                if (failures > 0) voice.Say($"The copy to {name} goes on.");
                failures = 0;
                if (more) continue;
            }
            catch (Exception failure) when (!stop.IsCancellationRequested && (isPassing(failure) || failure is IOException or UnauthorizedAccessException or InvalidDataException))
            {
                if (failures++ == 0) voice.Alarm($"The copy to {name} waits: {failure.Message}");
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            var pause = Between * Math.Pow(2, Math.Min(failures, MostDoublings));
            await Task.Delay(pause < Longest ? pause : Longest, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return;
        }
    }
}
