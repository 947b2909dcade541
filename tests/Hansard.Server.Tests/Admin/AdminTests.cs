using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hansard.Server.Tests.Admin;

public sealed class AdminTests : IAsyncLifetime
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("hansard-admin-").FullName, "data");

    private string? database;

    private ServerSettings Settings => new(["http://127.0.0.1:0"], folder, Database: database);

    public async ValueTask InitializeAsync() => database = await TestEngine.NewDatabase();

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<Result<TAnswer>> Call<TAnswer>(IAdminCall<TAnswer> call, bool serverRuns)
    {
        Result<AdminClient> client = await AdminClient.OpenAsync(folder, database, create: true, cancellation: Cancel);
        using (client.Value)
        {
            Assert.Equal(serverRuns, client.Value.ServerRuns);
            return await client.Value.CallAsync(call, Cancel);
        }
    }

    [Fact]
    public async Task Commands_are_done_here_without_a_server_and_by_the_server_when_one_runs()
    {
        NetworkCreated acme = (await Call(new CreateNetwork("acme", "off", null), serverRuns: false)).Value;
        await using (await HansardServer.Start(Settings))
        {
            Assert.Equal(Status.Conflict, (await Call(new CreateNetwork("acme", "off", null), serverRuns: true)).Failure!.Status);
            await Call(new CreateNetwork("beta", "on", Authority.PublicPem), serverRuns: true);
        }
        NetworkList networks = (await Call(new ListNetworks(), serverRuns: false)).Value;
        Assert.Equal(["acme", "beta"], networks.Networks.Select(network => network.Network));
        Assert.Equal(["off", "on"], networks.Networks.Select(network => network.Recording));
        Assert.Equal(acme.Network.JournalKeyHex, networks.Networks[1].JournalKeyHex);
        Assert.Matches("^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$", acme.BotPassword);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_not_made_by_looking()
    {
        Assert.Equal(Status.NotFound, (await AdminClient.OpenAsync(folder, cancellation: Cancel)).Failure!.Status);
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Acme")]
    [InlineData("a/b")]
    [InlineData("-a")]
    [InlineData("an-endlessly-long-name-of-a-network")]
    public async Task A_name_that_could_not_stand_in_a_url_is_refused(string name) =>
        Assert.Equal(Status.Invalid, (await Call(new CreateNetwork(name, "off", null), serverRuns: false)).Failure!.Status);

    [Fact]
    public async Task A_recorded_network_needs_an_authority_key_and_keeps_it()
    {
        Assert.Equal(Status.Invalid, (await Call(new CreateNetwork("acme", "on", null), serverRuns: false)).Failure!.Status);
        Assert.Equal(Status.Invalid, (await Call(new CreateNetwork("acme", "sometimes", null), serverRuns: false)).Failure!.Status);
        Assert.Equal(Status.Invalid, (await Call(new CreateNetwork("acme", "on", "no key"), serverRuns: false)).Failure!.Status);
        await Call(new CreateNetwork("acme", "off", null), serverRuns: false);
        Assert.Equal(Status.Invalid, (await Call(new ChangeNetwork("acme", "strict"), serverRuns: false)).Failure!.Status);
        Assert.Equal("strict", (await Call(new ChangeNetwork("acme", "strict", Authority.PublicPem), serverRuns: false)).Value.Recording);
        Assert.Equal(Status.Conflict, (await Call(new ChangeNetwork("acme", AuthorityPublicKeyPem: TestKeys.PublicPem), serverRuns: false)).Failure!.Status);
        Assert.Equal((Authority.PublicPem, "strict"), (await Call(new ShowNetwork("acme"), serverRuns: false)) is { Value: var kept } ? (kept.AuthorityPublicKeyPem!, kept.Recording) : default);
    }

    [Fact]
    public async Task Limits_are_changed_by_name_and_kept()
    {
        await Call(new CreateNetwork("acme", "off", null), serverRuns: false);
        foreach ((string name, int value) in new[] { ("noSuchLimit", 1), ("messagesPerSecondPerUser", 0), ("codeDigits", 3), ("codeDigits", 10) })
            Assert.Equal(Status.Invalid, (await Call(new ChangeNetwork("acme", Limits: new Dictionary<string, int> { [name] = value }), serverRuns: false)).Failure!.Status);
        await Call(new ChangeNetwork("acme", Limits: new Dictionary<string, int> { ["codeDigits"] = 8, ["applicationsPerUser"] = 3 }), serverRuns: false);
        IReadOnlyDictionary<string, int> limits = (await Call(new ShowNetwork("acme"), serverRuns: false)).Value.Limits;
        Assert.Equal((8, 3, 60), (limits["codeDigits"], limits["applicationsPerUser"], limits["messagesPerSecondPerUser"]));
    }

    [Fact]
    public async Task A_file_of_limits_holds_for_one_run()
    {
        string file = Path.Combine(Path.GetDirectoryName(folder)!, "limits.json");
        await File.WriteAllTextAsync(file, """{"codeDigits":9}""", Cancel);
        await Call(new CreateNetwork("old", "off", null), serverRuns: false);
        await using (await HansardServer.Start(Settings with { LimitsFile = file }))
        {
            await Call(new CreateNetwork("new", "off", null), serverRuns: true);
            Assert.All((await Call(new ListNetworks(), serverRuns: true)).Value.Networks, network => Assert.Equal(9, network.Limits["codeDigits"]));
        }
        Assert.All((await Call(new ListNetworks(), serverRuns: false)).Value.Networks, network => Assert.Equal(6, network.Limits["codeDigits"]));
    }

    [Fact]
    public async Task A_change_of_settings_is_a_fact_that_names_what_changed()
    {
        await using TestServer server = await TestServer.Start();
        await server.Command(new ChangeNetwork("default", "on", Limits: new Dictionary<string, int> { ["codeDigits"] = 8 }));
        await server.Command(new ChangeNetwork("default", "on"));
        (_, TestSocket recorder) = await TestBot.Recorder(server);
        await using TestSocket socket = recorder;
        var changes = (await new FeedReader(recorder).ToTheHead()).OfKind("networkSettingsChanged").Select(fact => fact["body"]!["settings"]!.ToJsonString()).ToList();
        Assert.Equal(2, changes.Count);
        Assert.Contains("\"recording\":\"off\"", changes[0]);
        Assert.Equal("""{"recording":"on","limits.codeDigits":"8"}""", changes[1]);
    }

    [Fact]
    public async Task Only_the_owner_may_look_into_the_folder_and_command()
    {
        await using HansardServer server = await HansardServer.Start(Settings with { Database = null });
        Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.All(["journal.key", "server.key", "admin.sock", "lock", "hansard.db", "hansard.db-wal"], name => Assert.Equal(OwnerFile, File.GetUnixFileMode(Path.Combine(folder, name))));
        Assert.Equal(32, new FileInfo(Path.Combine(folder, "journal.key")).Length);
    }

    [Fact]
    public async Task A_folder_that_holds_other_things_keeps_its_mode_and_hides_the_servers_files_all_the_same()
    {
        const UnixFileMode everybody = (UnixFileMode)0b111_101_101;
        Directory.CreateDirectory(folder, everybody);
        await File.WriteAllTextAsync(Path.Combine(folder, "somebody's.txt"), "mine", Cancel);
        await using HansardServer server = await HansardServer.Start(Settings with { Database = null });
        Assert.Equal(everybody, File.GetUnixFileMode(folder));
        Assert.All(["journal.key", "server.key", "admin.sock", "hansard.db", "hansard.db-wal"], name => Assert.Equal(OwnerFile, File.GetUnixFileMode(Path.Combine(folder, name))));
        Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder, "outbox")));
    }

    [Fact]
    public async Task Two_processes_do_not_share_a_folder_and_a_killed_one_leaves_it()
    {
        DataFolder data = DataFolder.Open(folder);
        string path = Path.Combine(folder, "lock");
        using Process other = Process.Start(new ProcessStartInfo("flock", [path, "sh", "-c", "echo locked; exec sleep 600"]) { RedirectStandardOutput = true })!;
        Assert.Equal("locked", await other.StandardOutput.ReadLineAsync(Cancel));
        Assert.Equal(Status.Conflict, ServerCore.Open(Settings, TimeProvider.System, NullLoggerFactory.Instance).Failure!.Status);
        other.Kill(entireProcessTree: true);
        await other.WaitForExitAsync(Cancel);
        Assert.True(SpinWait.SpinUntil(() => data.Lock() is { Succeeded: true } held && Released(held.Value), Patience.Longest));
        using ServerCore core = ServerCore.Open(Settings, TimeProvider.System, NullLoggerFactory.Instance).Value;
        Assert.Equal(Status.Conflict, data.Lock().Failure!.Status);
    }

    private static bool Released(IDisposable held)
    {
        held.Dispose();
        return true;
    }

    [Fact]
    public async Task A_socket_that_a_killed_server_left_is_in_nobodys_way()
    {
        DataFolder data = DataFolder.Open(folder);
        using (Socket left = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "left.sock")));
            File.Move(Path.Combine(folder, "left.sock"), data.AdminSocket);
        }
        Assert.True(File.Exists(data.AdminSocket));
        await Call(new CreateNetwork("acme", "off", null), serverRuns: false);
        await using HansardServer server = await HansardServer.Start(Settings);
        Assert.Single((await Call(new ListNetworks(), serverRuns: true)).Value.Networks);
    }

    [Fact]
    public async Task A_command_in_another_form_is_refused()
    {
        await using HansardServer server = await HansardServer.Start(Settings);
        AdminDesk desk = server.Core.Desk;
        Assert.False((await desk.Handle("NoSuchCall", "{}"u8.ToArray())).Done);
        foreach (string json in new[] { "", "null", "[]", "{}", """{"network":null}""", """{"network":7}""" })
        {
            AdminReply reply = await desk.Handle(nameof(ShowNetwork), Encoding.UTF8.GetBytes(json));
            Assert.False(reply.Done);
            Assert.Contains("invalid", Encoding.UTF8.GetString(reply.Json));
        }
    }
}
