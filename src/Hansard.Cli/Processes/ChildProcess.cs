using System.Diagnostics;
using System.Text;

namespace Hansard.Cli.Processes;

/// <summary>
/// Another <c>hansard</c> of the same build, as a child of this one. It stops cleanly when its standard input ends (<see cref="ParentWatch"/>), so it also
/// stops when this process is killed: no child is ever left behind.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>How long a child may take to stop cleanly before it is killed.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly Task reading;

    private ChildProcess(Process process, Action<string> output, Action<string> errors)
    {
        this.process = process;
        reading = Task.WhenAll(Forward(process.StandardOutput, output), Forward(process.StandardError, errors));
    }

    public int Id => process.Id;

    /// <summary>Completes with the exit code once the child has ended and all it wrote was passed on; negative or above 128: it was killed.</summary>
    public Task<int> Ended => field ??= WaitForEnd();

    /// <summary>Starts a child. Its lines go to <paramref name="output"/> and <paramref name="errors"/>, from threads of the pool.</summary>
    public static ChildProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, Action<string> output, Action<string> errors)
    {
        // Started through the launcher, this process is dotnet and hansard.dll its first argument; installed, it is hansard itself.
        var self = Environment.ProcessPath!;
        var prefix = Path.GetFileNameWithoutExtension(self) == "dotnet" ? new[] { Path.Combine(AppContext.BaseDirectory, "hansard.dll") } : [];
        ProcessStartInfo start = new(self, prefix.Concat(arguments).Append(ParentWatch.Option.Name))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new ChildProcess(Process.Start(start)!, output, errors);
    }

    /// <summary>Ends it as a power cut would: nothing of it runs any more when this returns.</summary>
    public async Task Kill()
    {
        process.Kill();
        await Ended;
    }

    /// <summary>Asks it to stop and waits; what does not stop in time is killed.</summary>
    public async Task<int> Stop()
    {
        process.StandardInput.Close();
        try
        {
            return await Ended.WaitAsync(StopGrace);
        }
        catch (TimeoutException)
        {
            await Kill();
            return await Ended;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Ended.IsCompleted) await Stop();
        process.Dispose();
    }

    private async Task<int> WaitForEnd()
    {
        await process.WaitForExitAsync();
        await reading;
        return process.ExitCode;
    }

    private static async Task Forward(StreamReader from, Action<string> to)
    {
        while (await from.ReadLineAsync() is { } line) to(line);
    }
}
