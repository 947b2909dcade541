using System.Diagnostics;
using Hansard.System.Tests.Client;

namespace Hansard.System.Tests.Moving;

/// <summary>What a command that has ended left behind.</summary>
internal sealed record Ended(int ExitCode, string Output, string Errors);

/// <summary>The real <c>hansard</c>, as a process of its own that ends by itself or is killed.</summary>
internal static class HansardRun
{
    public static Task<Ended> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    public static async Task<Ended> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestNetwork.Cancelled);
        var errors = process.StandardError.ReadToEndAsync(TestNetwork.Cancelled);
        await process.WaitForExitAsync(TestNetwork.Cancelled);
        return new Ended(process.ExitCode, await output, await errors);
    }

    /// <summary>Kills it with SIGKILL when it has said so many lines. False: it had ended before.</summary>
    public static async Task<bool> KillAfterAsync(int lines, params string[] arguments)
    {
        using var process = Start(new Dictionary<string, string>(), arguments);
        for (var line = 0; line < lines; line++)
        {
            if (await process.StandardOutput.ReadLineAsync(TestNetwork.Cancelled) is not null) continue;
            await process.WaitForExitAsync(TestNetwork.Cancelled);
            return false;
        }
        process.Kill();
        await process.WaitForExitAsync(TestNetwork.Cancelled);
        return process.ExitCode != 0;
    }

    private static Process Start(IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "hansard.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // What the machine of a developer happens to set must not reach a test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HANSARD_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
