using Hansard.Protocol;
using Hansard.Server;

namespace Hansard.Cli.Processes;

internal static class Waiting
{
    public static async Task Until(CancellationToken stop)
    {
        TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
    }

    /// <summary>Until it is told to stop; or, with the reason, until the server must not go on.</summary>
    public static async Task<Failure?> Until(HansardServer server, CancellationToken stop)
    {
        var stopped = Until(stop);
        return await Task.WhenAny(stopped, server.Broken) == stopped ? null : Failure.Conflict((await server.Broken).Message);
    }
}
