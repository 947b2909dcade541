namespace Hansard.Cli.Processes;

/// <summary>A child that is to run as long as its parent: started again when it ends by itself, each time after a longer pause.</summary>
internal sealed class KeptChild(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Action<string> line)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>A child that ran this long was well; the pauses begin anew.</summary>
    private static readonly TimeSpan Well = TimeSpan.FromMinutes(5);

    /// <summary>Returns when the child has stopped after <paramref name="cancel"/>.</summary>
    public async Task Run(CancellationToken cancel)
    {
        var pause = FirstPause;
        while (!cancel.IsCancellationRequested)
        {
            var started = TimeProvider.System.GetTimestamp();
            await using var child = ChildProcess.Start(arguments, environment, line, line);
            try
            {
                var exitCode = await child.Ended.WaitAsync(cancel);
                if (TimeProvider.System.GetElapsedTime(started) > Well) pause = FirstPause;
                line($"ended with exit code {exitCode}; started again in {pause.TotalSeconds:0} s");
                await Task.Delay(pause, cancel);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (OperationCanceledException)
            {
                // Leaving this block stops the child.
            }
        }
    }
}
