using Hansard.Recorder.Tests.Network;

namespace Hansard.Recorder.Tests;

/// <summary>A recorder in a process of its own, until it is killed.</summary>
internal static class VictimRecorder
{
    public const string Verb = "record-until-killed";

    public static Task<int> Run(Uri server, string folder) =>
        new RecorderRun(TestNetwork.Settings(server, folder), Console.Out).RunAsync(CancellationToken.None);
}
