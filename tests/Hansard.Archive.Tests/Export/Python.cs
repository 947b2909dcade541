using System.Diagnostics;
using Xunit;

namespace Hansard.Archive.Tests.Export;

/// <summary>Python's standard library, as a reader of mails and tables that others wrote.</summary>
internal static class Python
{
    /// <returns>What the script prints.</returns>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = python.StandardError.ReadToEndAsync();
        var said = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, await errors);
        return said;
    }
}
