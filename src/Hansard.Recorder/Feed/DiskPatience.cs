using Hansard.Archive.Log;
using Hansard.Recorder.Alarms;

namespace Hansard.Recorder.Feed;

/// <summary>A disk that refuses halts the recorder loudly, and it goes on by itself when the disk does. Nothing is acknowledged meanwhile.</summary>
internal sealed class DiskPatience(RecorderProgress progress, RecorderVoice voice, TimeProvider time)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    public Task UntilItWorksAsync(Action attempt, CancellationToken cancellation) => UntilItWorksAsync(() =>
    {
        attempt();
        return true;
    }, cancellation);

    public Task<T> UntilItWorksAsync<T>(Func<T> attempt, CancellationToken cancellation) => UntilItWorksAsync(() => Task.FromResult(attempt()), cancellation);

    public async Task<T> UntilItWorksAsync<T>(Func<Task<T>> attempt, CancellationToken cancellation)
    {
        var halted = false;
        while (true)
        {
            try
            {
                var result = await attempt();
                if (!halted) return result;
                voice.Clear(AlarmKind.Halted, "The disk takes what is recorded again.");
                progress.Change(now => now with { HaltReason = null });
                return result;
            }
            catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not RecordInUseException and not RecordDamagedException)
            {
                halted = true;
                // Each new reason is said, the alarm itself is raised once.
                if (voice.Stands(AlarmKind.Halted)) voice.SayOnce("ALARM: " + e.Message);
                else voice.Raise(AlarmKind.Halted, e.Message);
                progress.Change(now => now with { Phase = RecorderPhase.DiskHalted, HaltReason = e.Message });
            }
            await Task.Delay(BetweenTries, time, cancellation);
        }
    }
}
