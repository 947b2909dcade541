using System.Text.Json;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Xunit;

namespace Hansard.Cli.Tests.Network;

/// <summary>Settings, admission and deletion of networks, at a terminal and in scripts.</summary>
public sealed class NetworkCareTests : IDisposable
{
    private readonly DataFolder data = new();

    public void Dispose() => data.Dispose();

    private Task<Ended> Run(params string[] arguments) => data.Run(["network", .. arguments]);

    private static JsonElement Json(Ended ended)
    {
        Assert.True(ended.ExitCode == ExitCode.Done, ended.Errors);
        return JsonElement.Parse(ended.Output);
    }

    private static (string Status, string Description) Refusal(Ended ended)
    {
        Assert.Equal((ExitCode.Refused, ""), (ended.ExitCode, ended.Output));
        var refusal = JsonSerializer.Deserialize(ended.Errors, CliJson.Lines.Refusal)!;
        return (refusal.Status, refusal.Description);
    }

    [Fact]
    public async Task Every_setting_is_listed_with_its_value_its_option_and_what_it_means()
    {
        Json(await Run("create", "acme", "--json"));
        Directory.CreateDirectory(data.File("assets"));
        await File.WriteAllTextAsync(data.File("assets/logo.png"), "a picture", TestContext.Current.CancellationToken);

        var changed = Json(await Run("set", "acme", "--theme", "logo=logo.png", "--theme", "buttonText=#abcdef", "--admission", "listed", "--android-url", "https://example.org/app", "--json"));
        var rows = (await Run("set", "acme")).Output.Split('\n').Select(line => line.Split('│', StringSplitOptions.TrimEntries)).Where(row => row.Length > 4).ToDictionary(row => row[1], row => row[2..5]);

        Assert.Equal(("logo.png", "#abcdef"), (changed.GetProperty("theme").GetProperty("logo").GetString(), changed.GetProperty("theme").GetProperty("buttonText").GetString()));
        Assert.Equal(("listed", "https://example.org/app", "#abcdef"), (rows["admission"][0], rows["android url"][0], rows["theme buttonText"][0]));
        foreach (var limit in changed.GetProperty("limits").EnumerateObject()) Assert.Equal(limit.Value.GetRawText(), rows[$"limit {limit.Name}"][0]);
        Assert.All(rows, row => Assert.All(row.Value, cell => Assert.NotEmpty(cell)));
        Assert.Contains("listed", (await Run("show", "acme")).Output);
    }

    [Fact]
    public async Task A_value_that_makes_no_sense_is_refused_and_changes_nothing()
    {
        Json(await Run("create", "acme", "--json"));
        var before = Json(await Run("show", "acme", "--json")).GetRawText();

        Assert.Equal(Status.NotFound, Refusal(await Run("set", "acme", "--admission", "listed", "--theme", "logo=nothing.png", "--json")).Status);
        Assert.Contains("#2e7d32", Refusal(await Run("set", "acme", "--theme", "buttonText=white", "--json")).Description);
        Assert.Contains("codeDigits", Refusal(await Run("set", "acme", "--limit", "codeDigit=5", "--json")).Description);
        Assert.Equal(Status.NotFound, Refusal(await Run("set", "acme", "--support", "nobody", "--json")).Status);

        Assert.Equal(before, Json(await Run("show", "acme", "--json")).GetRawText());
    }

    [Fact]
    public async Task People_are_listed_by_number_and_kept_as_ids()
    {
        Json(await Run("create", "acme", "--json"));
        await File.WriteAllTextAsync(data.File("people.txt"), "+15550000001 # Ann\n\n# nobody\n+15550000002\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(data.File("wrong.txt"), "+15550000003\n+1555what\n", TestContext.Current.CancellationToken);

        Assert.Equal(2, Json(await Run("user", "import", "acme", data.File("people.txt"), "--json")).GetProperty("changed").GetInt64());
        Assert.Contains("Line 2", Refusal(await Run("user", "import", "acme", data.File("wrong.txt"), "--json")).Description);
        Assert.Equal(3, Json(await Run("user", "add", "acme", "+15550000002", "+15550000004", "--json")).GetProperty("listed").GetInt64());
        Assert.Contains("1 changed; acme lists 2", (await Run("user", "remove", "acme", "+15550000004", "+15550000009")).Output);
        var ids = Json(await Run("user", "list", "acme", "--json")).GetProperty("users").EnumerateArray().Select(id => id.GetString()).ToList();

        PhoneNumbers.TryUserIdOf("+15550000001", out var ann);
        PhoneNumbers.TryUserIdOf("+15550000002", out var bob);
        Assert.Equal(new[] { ann.Value, bob.Value }.Order(StringComparer.Ordinal), ids);
        Assert.DoesNotContain("5550000001", await File.ReadAllTextAsync(data.File("hansard.db"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_network_is_deleted_when_its_name_is_typed_and_not_otherwise()
    {
        Json(await Run("create", "acme", "--json"));
        Json(await Run("create", "beta", "--json"));

        var mistyped = await HansardCommand.Run("beta\n", ["network", "delete", "acme", "--data", data.Path]);
        Assert.Equal(ExitCode.Refused, mistyped.ExitCode);
        Assert.Contains("nothing was deleted", mistyped.Errors);
        Assert.Equal(ExitCode.Refused, (await HansardCommand.Run("", ["network", "delete", "acme", "--data", data.Path])).ExitCode);
        var typed = await HansardCommand.Run("acme\n", ["network", "delete", "acme", "--data", data.Path]);
        Assert.Equal((ExitCode.Done, ""), (typed.ExitCode, typed.Errors));
        Assert.Contains("acme is deleted", typed.Output);

        Assert.Equal("beta", Assert.Single(Json(await Run("list", "--json")).GetProperty("networks").EnumerateArray()).GetProperty("network").GetString());
        Assert.Equal(Status.NotFound, Refusal(await Run("delete", "acme", "--yes", "--json")).Status);
    }

    [Fact]
    public async Task A_running_server_deletes_it_and_its_name_is_free()
    {
        Json(await Run("create", "acme", "--json"));
        await using var server = RunningHansard.Start(data.Environment, "serve");
        await server.Says("Serving");

        Assert.True(Json(await Run("delete", "acme", "--yes", "--json")).GetProperty("removed").GetBoolean());
        Assert.Equal(0, Json(await Run("create", "acme", "--json")).GetProperty("network").GetProperty("people").GetInt64());
    }
}
