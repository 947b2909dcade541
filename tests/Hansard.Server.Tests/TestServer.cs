using System.Net.WebSockets;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Storage;
using Hansard.Server.Tests.Bots;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hansard.Server.Tests;

/// <summary>
/// A whole server in this process on a port of its own and a folder of its own, with the network <c>default</c>. Disposing of it fails the
/// test if anything was logged as an error.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    /// <summary>For tests that send faster than people do.</summary>
    public static readonly Dictionary<string, int> Unhurried = new() { ["messagesPerSecondPerUser"] = 1_000_000, ["messagesBurstPerUser"] = 1_000_000 };

    private readonly ErrorLog log;

    private TestServer(HansardServer server, ServerSettings settings, ErrorLog log)
    {
        Server = server;
        Settings = settings;
        this.log = log;
    }

    public HansardServer Server { get; }

    /// <summary>What it was started with; another one may be, when it has stopped.</summary>
    public ServerSettings Settings { get; }

    public string Folder => Settings.DataFolder;

    public ServerCore Core => Server.Core;

    public IReadOnlyCollection<string> Errors => log.Errors;

    public string OutboxPath => Path.Combine(Folder, "outbox", "sms.jsonl");

    /// <param name="settings">What differs from a server on a free port with the outbox.</param>
    public static async Task<TestServer> Start(
        string recording = "off", Dictionary<string, int>? limits = null, TimeProvider? time = null, Func<ServerSettings, ServerSettings>? settings = null)
    {
        ServerSettings plain = new(["http://127.0.0.1:0"], Directory.CreateTempSubdirectory("hansard-server-").FullName, Database: await TestEngine.NewDatabase());
        ServerSettings used = settings?.Invoke(plain) ?? plain;
        ErrorLog log = new();
        HansardServer server = await HansardServer.Start(used, log, time);
        TestServer test = new(server, used, log);
        test.BotPassword = (await test.Command(new CreateNetwork("default", recording, Authority.PublicPem))).BotPassword;
        if (limits is not null) await test.Command(new ChangeNetwork("default", Limits: limits));
        return test;
    }

    /// <summary>Lets one bot announce itself to the network <c>default</c>.</summary>
    public string BotPassword { get; private set; } = "";

    /// <summary>A command that must be done, through the server's own socket.</summary>
    public async Task<TAnswer> Command<TAnswer>(IAdminCall<TAnswer> call)
    {
        Result<TAnswer> answer = await TryCommand(call);
        Assert.True(answer.Succeeded, answer.Failure?.Description);
        return answer.Value;
    }

    public async Task<Result<TAnswer>> TryCommand<TAnswer>(IAdminCall<TAnswer> call)
    {
        Result<AdminClient> client = await AdminClient.OpenAsync(Folder, Settings.Database, cancellation: TestContext.Current.CancellationToken);
        using (client.Value) return await client.Value.CallAsync(call, TestContext.Current.CancellationToken);
    }

    /// <summary>A new socket; nobody is signed in on it yet.</summary>
    public async Task<TestSocket> Connect(string path = "/ws")
    {
        ClientWebSocket socket = new();
        await socket.ConnectAsync(new Uri(Server.Urls[0].Replace("http", "ws", StringComparison.Ordinal) + path), TestContext.Current.CancellationToken);
        return new TestSocket(socket);
    }

    /// <summary>Somebody who registers on a new socket with the code from the outbox and signs in on it.</summary>
    public async Task<TestPerson> Person(string number)
    {
        TestSocket socket = await Connect();
        TestPerson person = new(number, socket);
        await person.Register(OutboxPath);
        return person;
    }

    /// <summary>Somebody with keys.</summary>
    public async Task<TestPerson> Keyed(string number)
    {
        TestPerson person = await Person(number);
        await person.AddKeys();
        return person;
    }

    /// <summary>Everything that is stored, row by row as text, by table: equal before and after where nothing has changed.</summary>
    public SortedDictionary<string, List<string>> Stored() => Core.Database.Read(StoredRows.Of);

    /// <summary>The store of a server that has stopped.</summary>
    public Database OpenStore() => Database.Open(Settings, DataFolder.Open(Folder), NullLoggerFactory.Instance).Value;

    /// <summary>The test has caused an error on purpose.</summary>
    public void ForgetErrors() => log.Forget();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        Assert.True(log.Errors.Count == 0, string.Join('\n', log.Errors));
    }
}

/// <summary>One server for all tests of a class that leave nothing behind.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.Start(limits: TestServer.Unhurried);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>A <see cref="SharedServer"/> that hurries nobody: what its peers must have done in time, they may do in theirs.</summary>
public sealed class PatientServer : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.Start(limits: TestServer.Unhurried, time: new StillClock());

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
