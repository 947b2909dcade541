using System.Diagnostics;
using Hansard.Recorder;

namespace Hansard.System.Tests.Recording;

/// <summary>The real <c>hansard recorder run</c>, to be killed.</summary>
internal sealed class RecorderProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> said;

    public RecorderProcess(RecorderSettings settings)
    {
        ProcessStartInfo start = new("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "hansard.dll"), "recorder", "run", "--server", settings.Server.GetLeftPart(UriPartial.Authority), "--network", settings.Network,
            "--user", settings.UserName, "--folder", settings.HostFolder,
        ]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HANSARD_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        said = Task.Run(async () => await process.StandardError.ReadToEndAsync() + await output);
    }

    /// <summary>Completes only where it has ended by itself.</summary>
    public Task<string> Said => said;

    /// <summary>As a power cut would, but for the page cache.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(Client.TestNetwork.Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        await said;
        process.Dispose();
    }
}
