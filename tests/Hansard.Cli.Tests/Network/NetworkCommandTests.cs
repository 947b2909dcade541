using System.Net.WebSockets;
using System.Text.Json;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.Cli.Tests.Network;

public sealed class NetworkCommandTests : IDisposable
{
    private readonly DataFolder data = new();

    [Fact]
    public async Task A_network_is_made_listed_shown_and_changed_without_a_server()
    {
        var created = await data.Run("network", "create", "acme", "--json");
        var changed = await data.Run("network", "set", "acme", "--limit", "codeDigits=8", "--json");
        var listed = await data.Run("network", "list", "--json");

        Assert.Equal(("acme", "off"), (Text(created, "network", "network"), Text(created, "network", "recording")));
        Assert.Equal(8, JsonElement.Parse(changed.Output).GetProperty("limits").GetProperty("codeDigits").GetInt32());
        Assert.Equal("acme", Assert.Single(JsonElement.Parse(listed.Output).GetProperty("networks").EnumerateArray()).GetProperty("network").GetString());
        Assert.Contains("codeDigits", (await data.Run("network", "show", "acme")).Output);
    }

    [Fact]
    public async Task The_authority_key_is_written_once_for_its_owner_alone_and_the_network_knows_its_public_half()
    {
        var key = data.File("authority.pem");

        var created = await data.Run("network", "create", "acme", "--recording", "strict", "--authority-key-out", key, "--json");
        var again = await data.Run("network", "create", "other", "--recording", "on", "--authority-key-out", key);

        Assert.Equal(ExitCode.Done, created.ExitCode);
        using var pair = UserKeyPair.FromPem(await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken)).Value;
        Assert.Equal(pair.Public, UserPublicKey.Parse(Text(created, "network", "authorityPublicKeyPem")).Value);
        Assert.Equal(pair.Public, UserPublicKey.Parse(await File.ReadAllTextAsync(key + ".pub", TestContext.Current.CancellationToken)).Value);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        Assert.Equal(ExitCode.Refused, again.ExitCode);
        Assert.Contains(key, again.Errors);
    }

    [Fact]
    public async Task A_key_that_was_made_for_a_refused_network_is_not_left_behind()
    {
        var key = data.File("authority.pem");

        var refused = await data.Run("network", "create", "NOT A NAME", "--recording", "on", "--authority-key-out", key);

        Assert.Equal(ExitCode.Refused, refused.ExitCode);
        Assert.False(File.Exists(key));
        Assert.False(File.Exists(key + ".pub"));
    }

    [Theory]
    [InlineData("network create acme --recording on", "--authority-key-out")]
    [InlineData("network create acme --recording sometimes", "sometimes")]
    [InlineData("network create acme --authority-key a --authority-key-out b", "one of them")]
    [InlineData("network set acme --limit codeDigits", "NAME=N")]
    [InlineData("network bot approve acme bot", "--signing-key")]
    [InlineData("network bot approve acme bot --signing-key 00 --recorder", "--signature")]
    [InlineData("network bot approve acme bot --signing-key 00 --signature AA==", "--recorder")]
    [InlineData("network show", "NETWORK")]
    [InlineData("network user block acme +1555not", "E.164")]
    [InlineData("network reports decide acme 1 forgiven", "conversationBlocked")]
    [InlineData("network reports decide acme 1", "Required argument")]
    [InlineData("network message mark acme conversation", "MESSAGE")]
    public async Task Arguments_that_do_not_fit_are_usage_errors_and_touch_nothing(string arguments, string mentioned)
    {
        var ended = await data.Run(arguments.Split(' '));

        Assert.Equal(ExitCode.Usage, ended.ExitCode);
        Assert.Contains(mentioned, ended.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.Path));
    }

    [Fact]
    public async Task What_is_not_there_is_refused_in_json_too()
    {
        await data.Run("network", "create", "acme");

        var network = await data.Run("network", "show", "other", "--json");
        var bot = await data.Run("network", "bot", "show", "acme", "nobody", "--json");

        Assert.All([network, bot], ended =>
        {
            Assert.Equal((ExitCode.Refused, ""), (ended.ExitCode, ended.Output));
            Assert.Equal(Status.NotFound, JsonSerializer.Deserialize(ended.Errors, CliJson.Lines.Refusal)!.Status);
        });
    }

    [Fact]
    public async Task Commands_act_through_the_running_server()
    {
        await using var server = RunningHansard.Start(data.Environment, "serve");
        await server.Says("Serving");
        var authority = data.File("authority.pub");
        await File.WriteAllTextAsync(authority, UserKeyPair.FromPem(KeyPool.Pem(1)).Value.Public.Pem, TestContext.Current.CancellationToken);

        var created = await data.Run("network", "create", "acme", "--recording", "on", "--authority-key", authority, "--json");
        var password = await data.Run("network", "bot", "password", "acme", "--json");
        Assert.Equal("on", Text(created, "network", "recording"));
        Assert.NotEqual(Text(created, "botPassword"), Text(password, "botPassword"));
        Assert.True(await IsServed("acme"));
        Assert.False(await IsServed("nobody"));
        Assert.Equal(ExitCode.Done, await server.Stop());
        Assert.Contains("acme", (await data.Run("network", "list")).Output);
    }

    public void Dispose() => data.Dispose();

    private async Task<bool> IsServed(string network)
    {
        using ClientWebSocket socket = new();
        try
        {
            await socket.ConnectAsync(new Uri($"{data.Url.Replace("http", "ws")}/ws/{network}"), TestContext.Current.CancellationToken);
            return true;
        }
        catch (WebSocketException)
        {
            return false;
        }
    }

    private static string Text(Ended ended, params string[] path)
    {
        Assert.True(ended.ExitCode == ExitCode.Done, ended.Errors);
        return path.Aggregate(JsonElement.Parse(ended.Output), (element, name) => element.GetProperty(name)).GetString()!;
    }
}
