using System.Net;

namespace Hansard.Bench.Setup;

/// <summary>The server under test: the shipped command in a process of its own, on a data folder of its own.</summary>
internal sealed class HansardServer : IDisposable
{
    public const string SocketPath = "/ws";
    public const string Network = "default";

    private readonly Func<ChildProcess> start;
    private ChildProcess process;

    /// <param name="name">Of its folder in the work folder.</param>
    /// <param name="database">As HANSARD_DB; null for SQLite.</param>
    public HansardServer(string workFolder, string hansard, string name, bool recording, string? database = null)
    {
        var data = Directory.CreateDirectory(Path.Combine(workFolder, name)).FullName;
        var command = new HansardCommand(hansard, data, database);
        var recorder = recording ? new RecorderIdentity(command, Path.Combine(data, "authority.pem")) : null;
        if (recorder is not null) recorder.CreateNetwork();
        else command.Run("network", "create", Network, "--recording", "off");
        Address = ChildProcess.FreePort();
        start = () => ChildProcess.Start(Path.Combine(data, "server.log"), Environment(data, database), hansard, "serve");
        process = start();
        process.AwaitUpgrade(Address, SocketPath);
        Accounts = new Accounts(Address, new Outbox(data));
        Recorders = recorder is null ? [] : [recorder.Join(Address)];
    }

    public IPEndPoint Address { get; }

    public Accounts Accounts { get; }

    /// <summary>User ids for whom every session key must be wrapped although they are no members.</summary>
    public IReadOnlyList<string> Recorders { get; }

    public int ProcessId => process.Id;

    /// <summary>Ends the server, has something done to its data, and starts it again at the same address.</summary>
    public void WhileStopped(Action work)
    {
        process.Dispose();
        work();
        process = start();
        process.AwaitUpgrade(Address, SocketPath);
    }

    public void Dispose() => process.Dispose();

    private Dictionary<string, string> Environment(string data, string? database) => new()
    {
        ["HANSARD_URLS"] = $"http://{Address}",
        ["HANSARD_DATA"] = data,
        ["HANSARD_DB"] = database ?? "",
        ["HANSARD_SMS"] = "outbox",
        ["HANSARD_LIMITS"] = Checkout.Limits,
    };
}
