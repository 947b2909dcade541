using System.Diagnostics;
using Xunit;

namespace Hansard.System.Tests.Client;

/// <summary>The real <c>hansard serve</c>, as a process of its own that can be killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>What it may say of a database that was lost, and found again or not, and Kestrel of a machine that is slow.</summary>
    private static readonly string[] Weather =
        ["warn: Hansard.Server.Storage.Postgres.PostgresDatabase[", "warn: Hansard.Server.Storage.GroupCommit[", "warn: Microsoft.AspNetCore.Server.Kestrel[22]"];

    private readonly Process process;
    private readonly Task<string> errors;
    private bool disposed;

    private ServerProcess(Process process) => (this.process, errors) = (process, ErrorsAsync(process));

    /// <summary>Returns when the server accepts connections.</summary>
    /// <param name="environment">Settings besides the address and the folder.</param>
    /// <param name="under">The command line of a program that runs it, such as a tracer; empty for none.</param>
    public static async Task<ServerProcess> StartAsync(
        Uri address, string dataFolder, IReadOnlyDictionary<string, string>? environment = null, params IReadOnlyList<string> under)
    {
        var server = new ServerProcess(Launch(address, dataFolder, environment ?? new Dictionary<string, string>(), under));
        var serving = await server.process.StandardOutput.ReadLineAsync(TestNetwork.Cancelled);
        Assert.True(serving is not null, serving is null ? await server.errors : "");
        return server;
    }

    /// <summary>Starts one that must not come to serve, and returns what it says of that.</summary>
    public static async Task<string> RefusalAsync(Uri address, string dataFolder, IReadOnlyDictionary<string, string> environment)
    {
        using var process = Launch(address, dataFolder, environment, []);
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(TestNetwork.Cancelled), process.StandardError.ReadToEndAsync(TestNetwork.Cancelled));
        await process.WaitForExitAsync(TestNetwork.Cancelled);
        Assert.Equal(1, process.ExitCode);
        return await said + await errors;
    }

    private static Process Launch(Uri address, string dataFolder, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> under)
    {
        string[] command =
        [
            .. under, "dotnet", Path.Combine(AppContext.BaseDirectory, "hansard.dll"),
            "serve", "--urls", address.ToString().TrimEnd('/'), "--data", dataFolder, "--json", "--stop-with-input",
        ];
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // What the machine of a developer happens to set must not reach a test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HANSARD_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<string> ErrorsAsync(Process process)
    {
        var lines = (await process.StandardError.ReadToEndAsync()).Split('\n');
        return string.Join('\n', lines.Where(line => !Weather.Any(line.StartsWith)));
    }

    /// <summary>As a power cut would end it: nothing is answered, flushed or closed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestNetwork.Cancelled);
    }

    /// <summary>As the system does that shuts down or moves a container: SIGTERM. Returns when it has ended, which must be well.</summary>
    public async Task TerminateAsync()
    {
        using var signal = Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await signal.WaitForExitAsync(TestNetwork.Cancelled);
        await process.WaitForExitAsync(TestNetwork.Cancelled);
        Assert.Equal((0, ""), (process.ExitCode, await errors));
    }

    /// <summary>Stops it cleanly and fails the test if it had anything to complain of.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(TestNetwork.Cancelled);
            Assert.Equal("", await errors);
        }
        process.Dispose();
    }
}
