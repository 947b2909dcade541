using System.Net;

namespace Hansard.Bench.Setup;

internal enum Recorded
{
    /// <summary>The network is not recorded.</summary>
    No,

    /// <summary>Everything is encrypted for a recorder that never comes.</summary>
    Awaited,

    /// <summary>It waits for a recorder that announces itself: <see cref="RecorderProcess"/>.</summary>
    ByProcess,
}

/// <summary>The server under test: the shipped command in a process of its own, on a data folder of its own.</summary>
internal sealed class HansardServer : IDisposable
{
    public const string SocketPath = "/ws";
    public const string Network = "default";

    private readonly Func<ChildProcess> start;
    private ChildProcess process;

    /// <param name="name">Of its folder in the work folder.</param>
    /// <param name="database">As HANSARD_DB; null for SQLite.</param>
    public HansardServer(string workFolder, string hansard, string name, Recorded recorded, string? database = null)
    {
        var data = Directory.CreateDirectory(Path.Combine(workFolder, name)).FullName;
        var command = new HansardCommand(hansard, data, database);
        var authorityKey = Path.Combine(data, "authority.pem");
        AuthorityKeyForPeople = $"{authorityKey}.pub";
        Recorder = new RecorderIdentity(command, authorityKey);
        if (recorded == Recorded.No) command.Run("network", "create", Network, "--recording", "off");
        else Recorder.CreateNetwork();
        Address = ChildProcess.FreePort();
        start = () => ChildProcess.Start(Path.Combine(data, "server.log"), Environment(data, database), hansard, "serve");
        process = start();
        process.AwaitUpgrade(Address, SocketPath);
        Accounts = new Accounts(Address, new Outbox(data));
        Recorders = recorded == Recorded.Awaited ? [Recorder.Join(Address)] : [];
    }

    public IPEndPoint Address { get; }

    public Accounts Accounts { get; }

    public RecorderIdentity Recorder { get; }

    /// <summary>File of the public half, which people's clients are given; there is none where nothing is recorded.</summary>
    public string AuthorityKeyForPeople { get; }

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
