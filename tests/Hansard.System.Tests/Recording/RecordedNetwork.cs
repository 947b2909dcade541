using System.Text.Json.Nodes;
using Hansard.Client;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Recorder;
using Hansard.Server;
using Hansard.Server.Admin;
using Hansard.TestKeys;
using Hansard.TestPorts;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>A real server with a recorded network, in folders of their own. The server can be stopped and started again at the same address.</summary>
internal sealed class RecordedNetwork : IAsyncDisposable
{
    private const string RecorderName = "compliance";
    private const int AuthorityKey = 8;
    private const int RecorderKey = 5;

    private readonly string root;
    private readonly UserKeyPair authority = UserKeyPair.FromPem(KeyPool.Pem(AuthorityKey)).Value;
    private HansardServer server;
    private string oneTimePassword = "";

    private RecordedNetwork(HansardServer server, string root) => (this.server, this.root) = (server, root);

    public Uri Address { get; private set; } = null!;

    public RecorderSettings Recorder => new(Address, "default", RecorderName, Path.Combine(root, "recorder"))
    {
        OneTimePassword = oneTimePassword,
        NewKeyPair = () => UserKeyPair.FromPem(KeyPool.Pem(RecorderKey)).Value,
    };

    /// <summary>On what the server starts the next time: a connection string, null for SQLite in its folder.</summary>
    public string? Database { get; set; }

    public string Data => Path.Combine(root, "data");

    /// <summary>Where URLs of files lead to; the server itself where it is null.</summary>
    public Uri? FilesAt { get; private init; }

    public static async Task<RecordedNetwork> StartAsync(string recording, TestEngine engine = TestEngine.Sqlite, Func<Uri, Uri>? filesAt = null) =>
        await StartOnAsync(recording, await engine.NewDatabaseAsync(), filesAt);

    /// <param name="database">A connection string; null for SQLite.</param>
    /// <param name="filesAt">From the server's address to that of <see cref="FilesAt"/>.</param>
    public static async Task<RecordedNetwork> StartOnAsync(string recording, string? database, Func<Uri, Uri>? filesAt = null)
    {
        var root = Directory.CreateTempSubdirectory("hansard-recorded-").FullName;
        var address = $"http://127.0.0.1:{Ports.Free()}";
        var files = filesAt?.Invoke(new Uri(address));
        ServerSettings settings = new([address], Path.Combine(root, "data"), files?.GetLeftPart(UriPartial.Authority), Database: database);
        var network = new RecordedNetwork(await HansardServer.Start(settings), root) { Database = database, FilesAt = files };
        network.Address = new Uri(network.server.Urls[0]);
        network.oneTimePassword = (await network.CommandAsync(new CreateNetwork("default", recording, network.authority.Public.Pem))).BotPassword;
        return network;
    }

    /// <summary>A further recorder, on a host of its own: made by its first start, with a one-time password of its own.</summary>
    public async Task<RecorderSettings> FurtherRecorderAsync(string name, int key) => new(Address, "default", name, Path.Combine(root, "host-of-" + name))
    {
        OneTimePassword = (await CommandAsync(new MakeBotPassword("default"))).BotPassword,
        NewKeyPair = () => UserKeyPair.FromPem(KeyPool.Pem(key)).Value,
    };

    public Task RetireAsync(string name) => CommandAsync(new RetireBot("default", name));

    /// <summary>What the compliance officer and the operator do together.</summary>
    public async Task ApproveRecorderAsync(string name = RecorderName)
    {
        var bot = await CommandAsync(new ShowBot("default", name));
        var signature = new RecorderStatement("default", bot.UserId, bot.KeyPairUuid, bot.PublicKeyBase64).Sign(authority);
        await CommandAsync(new ApproveBot("default", name, bot.SigningKeyHex, true, signature));
    }

    public async Task<MessengerClient> PersonAsync(string name, string number, int key)
    {
        var settings = new ClientSettings(Address, Path.Combine(root, name))
        {
            AuthorityKeyPem = authority.Public.Pem,
            NewKeyPair = () => UserKeyPair.FromPem(KeyPool.Pem(key)).Value,
        };
        var client = Done(await MessengerClient.ConnectAsync(settings, TestContext.Current.CancellationToken));
        Done(await client.RegisterAsync(number, _ => Task.FromResult(LastCode(number)), "a passphrase", name, TestContext.Current.CancellationToken));
        return client;
    }

    public async Task<long> AcknowledgedAsync(string name = RecorderName) => (await CommandAsync(new ShowBot("default", name))).Acknowledged;

    public async Task<long> HeadAsync() => (await CommandAsync(new ShowNetwork("default"))).Head;

    public Task StopServerAsync() => server.Stop();

    public async Task StartServerAgainAsync() => server = await HansardServer.Start(new ServerSettings([Address.GetLeftPart(UriPartial.Authority)], Data, FilesAt?.GetLeftPart(UriPartial.Authority), Database: Database));

    public static T Done<T>(Result<T> result) => result.Succeeded ? result.Value : throw new InvalidOperationException(result.Failure.Description);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        authority.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private async Task<TAnswer> CommandAsync<TAnswer>(IAdminCall<TAnswer> call)
    {
        using var client = Done(await AdminClient.OpenAsync(Data, Database, cancellation: TestContext.Current.CancellationToken));
        return Done(await client.CallAsync(call, TestContext.Current.CancellationToken));
    }

    private string LastCode(string number) => File.ReadLines(Path.Combine(Data, "outbox", "sms.jsonl")).Reverse()
        .Select(line => JsonNode.Parse(line)!).First(line => (string)line["to"]! == number)["code"]!.GetValue<string>();
}
