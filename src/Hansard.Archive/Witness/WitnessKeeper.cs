namespace Hansard.Archive.Witness;

/// <summary>
/// Has witnesses sign a record's checkpoints while it is written: beside the recording, which waits for none of them, whether they sign, refuse or never answer.
/// </summary>
public sealed class WitnessKeeper : IAsyncDisposable
{
    /// <summary>Between two questions about one log: what was logged just now is signed not much later than this. A witness that fails is asked again as often.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>For one witness's answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stop = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null }) { Timeout = Patience };
    private readonly Task keeping;

    /// <param name="witnesses">None: nothing is done.</param>
    public WitnessKeeper(IReadOnlyList<WitnessTarget> witnesses, IEnumerable<WitnessedLog> logs, WitnessVoice voice, TimeProvider time)
    {
        WitnessRound[] rounds = [.. logs.Select(log => new WitnessRound(log, witnesses, http, time))];
        keeping = witnesses.Count == 0 ? Task.CompletedTask : Task.Run(() => KeepAsync(rounds, voice, time));
    }

    /// <summary>What was not signed yet is when the recorder runs again.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await keeping;
        http.Dispose();
        stop.Dispose();
    }

    private async Task KeepAsync(WitnessRound[] rounds, WitnessVoice voice, TimeProvider time)
    {
        using PeriodicTimer timer = new(Look, time);
        try
        {
            do
            {
                var asked = false;
                foreach (var round in rounds) asked |= await round.RunAsync(voice.Alarm, stop.Token);
                if (!asked) continue;
                if (rounds.SelectMany(round => round.Faults).FirstOrDefault() is { } fault) voice.Troubled($"{fault} It is asked again; recording goes on.");
                else voice.Well("The witnesses sign.");
            }
            while (await timer.WaitForNextTickAsync(stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The recorder ends.
        }
    }
}
