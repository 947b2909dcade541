using Hansard.Cli.Output;
using Hansard.Server.Moving;
using Spectre.Console;

namespace Hansard.Cli.Moving;

/// <summary>Shows how far a move is: a bar for people, a line per chunk for programs.</summary>
internal static class MoveBar
{
    public static Task<T> Show<T>(Screen screen, Func<IProgress<MoveProgress>, Task<T>> move)
    {
        if (screen.Json)
            return Task.Run(() => move(new Listener(progress => screen.Show(progress, CliJson.Lines.MoveProgress, _ => { }))));
        return screen.People.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(bars =>
            {
                Dictionary<MovePhase, ProgressTask> tasks = [];
                return Task.Run(() => move(new Listener(progress =>
                {
                    if (!tasks.TryGetValue(progress.Phase, out var bar)) tasks[progress.Phase] = bar = bars.AddTask(Describe(progress).EscapeMarkup());
                    bar.MaxValue = Math.Max(progress.Of, 1);
                    bar.Value = progress.Rows;
                    bar.Description = Describe(progress).EscapeMarkup();
                })));
            });
    }

    private static string Describe(MoveProgress progress)
    {
        var left = progress.SecondsLeft is { } seconds ? $", {TimeSpan.FromSeconds(Math.Ceiling(seconds)):h\\:mm\\:ss} left" : "";
        return $"{progress.Phase,-9} {progress.Table}: {progress.Rows:N0} of {progress.Of:N0} rows, {progress.RowsPerSecond:N0}/s{left}";
    }

    /// <summary>In the order in which it is told, on the thread that tells.</summary>
    private sealed class Listener(Action<MoveProgress> tell) : IProgress<MoveProgress>
    {
        public void Report(MoveProgress value) => tell(value);
    }
}
