using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Xunit;

namespace Hansard.Cli.Tests.Processes;

/// <summary>A <c>hansard</c> that runs until it is stopped, such as a server. Whatever happens to the test, it does not outlive it.</summary>
internal sealed partial class RunningHansard : IAsyncDisposable
{
    private const int Terminate = 15;


    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly List<string> seen = [];
    private readonly Task reading;

    private RunningHansard(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(Read(process.StandardOutput), Read(process.StandardError)).ContinueWith(_ => lines.Writer.Complete(), TaskScheduler.Default);
    }

    public static RunningHansard Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = HansardCommand.Start(arguments);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new RunningHansard(Process.Start(start)!);
    }

    /// <summary>The first line from here on that holds the text.</summary>
    public async Task<string> Says(string text)
    {
        using CancellationTokenSource patience = new(Patience.Longest);
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(patience.Token))
            {
                seen.Add(line);
                if (line.Contains(text, StringComparison.Ordinal)) return line;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below.
        }
        throw new InvalidOperationException($"never said '{text}', but: {string.Join('\n', seen)}");
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> Stop()
    {
        Assert.Equal(0, kill(process.Id, Terminate));
        using CancellationTokenSource patience = new(Patience.Longest);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>SIGKILL, to this process alone.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await reading;
        process.Dispose();
    }

    private async Task Read(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line) await lines.Writer.WriteAsync(line);
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
