using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Hansard.Cli.Output;
using Hansard.Cli.Processes;
using Hansard.Cli.Serve;
using Hansard.Protocol;
using Hansard.Record.Format;
using Hansard.Server;
using Hansard.Server.Admin;
using Hansard.Server.Storage.Postgres;

namespace Hansard.Cli.Demo;

/// <summary>
/// The demo's server and recorder: real processes on a folder of their own, which can be killed as a power cut would and started again.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>How long a server may take until it accepts connections.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private const int LowestPort = 20_000, EndOfPorts = 32_000;

    private readonly ServerSettings settings;
    private readonly StreamWriter log;
    private ChildProcess? server;
    private ChildProcess? recorder;
    private AdminClient? desk;
    private LocalRecorder? local;

    private Stage(ServerSettings settings, StreamWriter log) => (this.settings, this.log) = (settings, log);

    public Uri Address => new(settings.Urls[0]);

    public string AuthorityKey => local!.AuthorityKey;

    public RecordLayout Record => local!.Record;

    public string OutboxFile => Path.Combine(settings.DataFolder, "outbox", "sms.jsonl");

    /// <summary>A server and an approved recorder that follows it.</summary>
    public static async Task<Result<Stage>> Open(string folder, Screen screen, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        ServerSettings settings = new([$"http://127.0.0.1:{FreePort()}"], Path.Combine(folder, "data"))
        {
            Database = ServerSettings.FromEnvironment(Environment.GetEnvironmentVariable).Database is { } database ? OwnSchema.In(database, "demo") : null,
        };
        Stage stage = new(settings, new StreamWriter(Path.Combine(folder, "processes.log")) { AutoFlush = true });
        var failure = await stage.Prepare(screen, cancel);
        if (failure is null) return stage;
        await stage.DisposeAsync();
        return failure;
    }

    public async Task StartServer(CancellationToken cancel)
    {
        TaskCompletionSource serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server = ChildProcess.Start(
            ["serve", "--json", "--urls", settings.Urls[0], "--data", settings.DataFolder], new Dictionary<string, string> { ["HANSARD_DB"] = settings.Database ?? "" },
            line =>
            {
                Log("server", line);
                if (JsonSerializer.Deserialize(line, CliJson.Lines.Serving) is not null) serving.TrySetResult();
            },
            line => Log("server", line));
        var ended = server.Ended;
        if (await Task.WhenAny(serving.Task, ended).WaitAsync(StartPatience, cancel) == ended)
            throw new IOException($"The server ended with exit code {await ended}; what it said is in {((FileStream)log.BaseStream).Name}.");
    }

    public void StartRecorder() =>
        recorder = ChildProcess.Start(local!.Arguments, local.Environment, line => Log("recorder", line), line => Log("recorder", line));

    public Task KillServer() => Kill(ref server);

    public Task KillRecorder() => Kill(ref recorder);

    /// <summary>Returns the journal's length once the recorder has acknowledged all of it.</summary>
    public async Task<long> WaitUntilRecorded(CancellationToken cancel)
    {
        while (true)
        {
            var network = await desk!.CallAsync(new ShowNetwork(LocalRecorder.NetworkName), cancel);
            var bot = await desk.CallAsync(new ShowBot(LocalRecorder.NetworkName, LocalRecorder.UserName), cancel);
            if (network.Succeeded && bot.Succeeded && bot.Value.Acknowledged >= network.Value.Head) return network.Value.Head;
            await Task.Delay(LookAgain, cancel);
        }
    }

    /// <summary>Both stop cleanly, the recorder first.</summary>
    public async ValueTask DisposeAsync()
    {
        desk?.Dispose();
        if (recorder is not null) await recorder.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
        if (settings.Database is { } database) OwnSchema.Drop(database);
        await log.DisposeAsync();
    }

    private async Task<Failure?> Prepare(Screen screen, CancellationToken cancel)
    {
        await StartServer(cancel);
        var opened = await AdminClient.OpenAsync(settings.DataFolder, settings.Database, cancellation: cancel);
        if (!opened.Succeeded) return opened.Failure;
        desk = opened.Value;
        local = new LocalRecorder(settings, settings.Urls[0], desk, screen);
        var prepared = await local.Prepare(cancel);
        if (!prepared.Succeeded) return prepared.Failure;
        StartRecorder();
        return await local.Approve(cancel);
    }

    private static Task Kill(ref ChildProcess? child)
    {
        var victim = child!;
        child = null;
        return victim.Kill();
    }

    private void Log(string who, string line)
    {
        lock (log) log.WriteLine($"{who}: {line}");
    }

    /// <summary>
    /// A port that was free a moment ago. The server needs the same one again after it was killed, so it is below those that the system hands out by itself.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(LowestPort, EndOfPorts);
            try
            {
                using TcpListener probe = new(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's; another one.
            }
        }
    }
}
