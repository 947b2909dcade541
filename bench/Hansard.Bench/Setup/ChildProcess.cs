using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hansard.Bench.Wire;

namespace Hansard.Bench.Setup;

/// <summary>A server in a process of its own, with its output in a file, ended with this one.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private const int Terminate = 15;
    private const int ReadyPollMilliseconds = 20;
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(15);

    private readonly Process process;
    private readonly string log;
    private bool ended;

    private ChildProcess(Process process, string log) => (this.process, this.log) = (process, log);

    public int Id => process.Id;

    /// <summary>Starts <c>dotnet</c> with the arguments; both output streams are added to <paramref name="log"/>.</summary>
    public static ChildProcess Start(string log, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // The shell gives way to dotnet, so the process id is the server's.
        const string Shell = "log=$1; shift; exec dotnet \"$@\" >>\"$log\" 2>&1 </dev/null";
        var start = new ProcessStartInfo("/bin/sh", ["-c", Shell, "sh", log, .. arguments]);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var child = new ChildProcess(Process.Start(start)!, log);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => child.Kill();
        return child;
    }

    /// <summary>Returns when the server upgrades a WebSocket at the path.</summary>
    public void AwaitUpgrade(IPEndPoint server, string path)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var probe = WireConnection.Open(server, path, 1024);
                return;
            }
            catch (Exception e) when (e is SocketException or LoadFailure)
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(started) > ReadyLimit)
                    throw new LoadFailure($"the server does not start ({e.Message}): {File.ReadAllText(log)}");
                Thread.Sleep(ReadyPollMilliseconds);
            }
        }
    }

    public void Dispose()
    {
        if (ended) return;
        ended = true;
        if (!process.HasExited) _ = kill(process.Id, Terminate);
        if (!process.WaitForExit(ExitLimit)) Kill();
        process.Dispose();
    }

    private void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    /// <summary>A loopback address with a port that was free a moment ago.</summary>
    public static IPEndPoint FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return (IPEndPoint)probe.LocalEndpoint;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);
}
