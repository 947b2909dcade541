using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hansard.Bench.Setup;

/// <summary>A private PostgreSQL with its default durability, in a folder of its own; it ends with this process.</summary>
internal sealed class PostgresCluster : IDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);
    private const int ReadyPollMilliseconds = 50;

    private readonly Process process;
    private bool ended;

    /// <param name="name">Of its folder in the work folder.</param>
    /// <param name="settings">As <c>shared_buffers=4GB</c>, instead of PostgreSQL's defaults.</param>
    public PostgresCluster(string workFolder, string name = "postgres", params IReadOnlyList<string> settings)
    {
        IPEndPoint address = ChildProcess.FreePort();
        string folder = Directory.CreateDirectory(Path.Combine(workFolder, name)).FullName;
        ProcessStartInfo start = new("bash", [Path.Combine(Checkout.Root, "tests", "postgres", "cluster"), folder, $"{address.Port}", .. settings]) { RedirectStandardError = true, RedirectStandardOutput = true };
        process = Process.Start(start)!;
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
        ConnectionString = $"Host=127.0.0.1;Port={address.Port};Username=hansard;Database=postgres";
        AwaitConnections(address);
    }

    public string ConnectionString { get; }

    private void AwaitConnections(IPEndPoint address)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using TcpClient probe = new();
                probe.Connect(address);
                return;
            }
            catch (SocketException)
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(started) > ReadyLimit) throw new LoadFailure("PostgreSQL does not start; build/install installs it.");
                Thread.Sleep(ReadyPollMilliseconds);
            }
        }
    }

    private void End()
    {
        if (ended) return;
        ended = true;
        process.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
        End();
        process.Dispose();
    }
}
