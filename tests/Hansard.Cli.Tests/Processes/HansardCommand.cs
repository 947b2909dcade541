using System.Diagnostics;

namespace Hansard.Cli.Tests.Processes;

/// <summary>What a command that has ended left behind.</summary>
internal sealed record Ended(int ExitCode, string Output, string Errors);

/// <summary>The real <c>hansard</c>, as its own process.</summary>
internal static class HansardCommand
{
    public static ProcessStartInfo Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "hansard.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // What the machine of a developer happens to set must not reach a test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HANSARD_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        return start;
    }

    public static Task<Ended> Run(params string[] arguments) => Run("", arguments);

    public static async Task<Ended> Run(string input, string[] arguments)
    {
        using var process = Process.Start(Start(arguments))!;
        using CancellationTokenSource patience = new(Patience.Longest);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new Ended(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
