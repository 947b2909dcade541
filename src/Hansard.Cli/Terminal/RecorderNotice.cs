using Hansard.Cli.Output;
using Spectre.Console;
using NetworkRecorder = Hansard.Client.Settings.Recorder;

namespace Hansard.Cli.Terminal;

/// <summary>Who records: shown wherever a person reads or writes, for nobody is recorded without knowing.</summary>
internal static class RecorderNotice
{
    public static void Tell(IReadOnlyList<NetworkRecorder> recorders, Screen screen)
    {
        foreach (var recorder in recorders) screen.Tell(Line(recorder));
    }

    private static string Line(NetworkRecorder recorder) => recorder.Distrust is { } distrust
        ? $"[red]✗ {distrust.Description.Shown()}[/]"
        : $"[red]●[/] recorded by {recorder.Name.Shown()} [grey]{recorder.Fingerprint}[/]";
}
