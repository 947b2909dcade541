using Hansard.Cli.Output;
using Hansard.Protocol;
using Spectre.Console;

namespace Hansard.Cli.Demo;

/// <summary>Tells how far the demo is: a line per step, and a bar while something is counted.</summary>
internal sealed class Steps(Screen screen)
{
    private readonly long started = TimeProvider.System.GetTimestamp();

    public double Seconds => TimeProvider.System.GetElapsedTime(started).TotalSeconds;

    public void Tell(string step) => screen.Tell($"[grey]{Seconds,5:0.0} s[/] [green]✓[/] {step.EscapeMarkup()}");

    /// <summary>In a terminal a bar; elsewhere nothing, for the steps say enough.</summary>
    public async Task<Failure?> Count(string what, int total, Func<Action<int>, Task<Failure?>> act)
    {
        if (screen.Json || !screen.People.Profile.Capabilities.Interactive || Console.IsOutputRedirected) return await act(_ => { });
        return await screen.People.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async bars =>
            {
                var bar = bars.AddTask(what, maxValue: total);
                return await act(steps => bar.Increment(steps));
            });
    }
}
