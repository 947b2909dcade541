using Hansard.Client;
using Hansard.Client.Accounts;
using Hansard.Client.Encryption;
using Hansard.Protocol.Settings;
using Hansard.Server.Admin;
using Hansard.TestKeys;
using Hansard.TestPorts;
using Xunit;

namespace Hansard.System.Tests.Client;

/// <summary>A true server with the network <c>default</c>, on a port that stays its own when it is stopped and started again.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hansard-system-").FullName;
    private readonly int port = Ports.Free();
    private readonly List<MessengerClient> clients = [];
    private readonly Outbox outbox;
    private readonly Dictionary<string, string> environment = [];
    private ServerProcess? server;
    private int devices;

    private TestNetwork() => outbox = new Outbox(DataFolder);

    public string DataFolder => Path.Combine(folder, "data");

    /// <summary>What <c>HANSARD_DB</c> is; null for a file in the data folder.</summary>
    public string? Database { get; private init; }

    public Uri Address => new($"http://127.0.0.1:{port}");

    public string? AuthorityPem { get; set; }

    /// <summary>A test that passes never waits for its end. Some hold one token from beginning to end, while servers are killed and started, on a machine that ten others use.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static CancellationToken Cancelled
    {
        get
        {
            var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(Patience);
            return patience.Token;
        }
    }

    /// <param name="authority">Whose word makes recorders; must be given where recording is not off.</param>
    /// <param name="database">Where it stores; null for a file in its data folder.</param>
    /// <param name="settings">Further variables of the server's environment.</param>
    public static async Task<TestNetwork> StartAsync(
        string recording = RecordingModes.Off, UserKeyPair? authority = null, string? database = null, params (string Name, string Value)[] settings)
    {
        var network = new TestNetwork { AuthorityPem = authority?.Public.Pem, Database = database };
        if (database is not null) network.environment["HANSARD_DB"] = database;
        foreach (var (name, value) in settings) network.environment[name] = value;
        await network.StartServerAsync();
        await network.CommandAsync(new CreateNetwork("default", recording, authority?.Public.Pem));
        return network;
    }

    /// <summary>What an operator does, through the running server's socket.</summary>
    public async Task<TAnswer> CommandAsync<TAnswer>(IAdminCall<TAnswer> call)
    {
        using var admin = (await AdminClient.OpenAsync(DataFolder, Database, cancellation: Cancelled)).Value;
        var answer = await admin.CallAsync(call, Cancelled);
        Assert.True(answer.Succeeded, answer.Failure?.Description);
        return answer.Value;
    }

    /// <summary>A variable of the server's environment, from its next start on.</summary>
    public void Set(string name, string value) => environment[name] = value;

    /// <param name="under">See <see cref="ServerProcess.StartAsync"/>.</param>
    public async Task StartServerAsync(params IReadOnlyList<string> under) => server = await ServerProcess.StartAsync(Address, DataFolder, environment, under);

    /// <summary>Stops it cleanly; <see cref="StartServerAsync"/> starts it again.</summary>
    public ValueTask StopServerAsync() => server!.DisposeAsync();

    /// <summary>As a power cut would.</summary>
    public Task KillServerAsync() => server!.KillAsync();

    /// <summary>As the system does that shuts down; see <see cref="ServerProcess.TerminateAsync"/>.</summary>
    public Task TerminateServerAsync() => server!.TerminateAsync();

    /// <summary>A new device; not registered yet.</summary>
    public Task<MessengerClient> DeviceAsync() => OpenAsync(++devices);

    /// <summary>A device that was closed, in the order of their making from 1, as if its program had been started again.</summary>
    public Task<MessengerClient> AgainAsync(int device) => OpenAsync(device);

    private async Task<MessengerClient> OpenAsync(int number)
    {
        var renewals = 0;
        var settings = new ClientSettings(Address, Path.Combine(folder, $"device-{number}"))
        {
            AuthorityKeyPem = AuthorityPem,
            NewKeyPair = () => UserKeyPair.FromPem(KeyPool.Pem(number + KeyPool.Count / 2 * renewals++)).Value,
        };
        var client = await MessengerClient.ConnectAsync(settings, Cancelled);
        Assert.True(client.Succeeded, client.Failure?.Description);
        clients.Add(client.Value);
        return client.Value;
    }

    /// <summary>A person on a new device, registered with the code from the outbox.</summary>
    public async Task<MessengerClient> PersonAsync(string number, string nick)
    {
        var device = await DeviceAsync();
        var registered = await device.RegisterAsync(number, Prompts(number), nick, Cancelled);
        Assert.True(registered.Succeeded, registered.Failure?.Description);
        return device;
    }

    /// <summary>The code last sent to this number.</summary>
    public string LastCode(string number) => outbox.LastCode(number);

    public RegistrationPrompts Prompts(string number) =>
        new(_ => Task.FromResult(outbox.LastCode(number)), (_, _) => Task.FromResult($"passphrase of {number}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) await client.DisposeAsync();
        await server!.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
