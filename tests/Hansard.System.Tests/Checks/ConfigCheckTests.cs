using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Hansard.System.Tests.House;
using Hansard.System.Tests.Moving;
using Npgsql;
using Xunit;

namespace Hansard.System.Tests.Checks;

/// <summary><c>hansard config check</c> as a process: what a server would start with, and nothing is changed by looking.</summary>
public sealed partial class ConfigCheckTests
{
    [Fact]
    public async Task Each_setting_is_shown_without_its_secrets_and_unknown_ones_with_what_was_meant()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"hansard-{Guid.NewGuid():N}");
        var (ended, findings) = await CheckAsync(folder, new()
        {
            ["HANSARD_URL"] = "http://127.0.0.1:1", ["HANSARD_SMS"] = "https://user:hush@sms.example.org/send?key=hush", ["HANSARD_RECORDER_PASSWORD"] = "hush",
        });

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal(("warning", "Was HANSARD_URLS meant?"), Of(findings, "HANSARD_URL"));
        Assert.Contains("sms.example.org/send", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", ended.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Every_variable_that_the_sources_name_is_known()
    {
        var names = Checkout.Files("src", "*.cs").SelectMany(file => Variable().Matches(Checkout.Read(file)).Select(match => match.Groups[1].Value)).Distinct().ToArray();
        var (_, findings) = await CheckAsync(Path.GetTempPath(), names.Where(name => name != "HANSARD_DATA").ToDictionary(name => name, _ => "x"));

        Assert.Contains("HANSARD_PUBLIC_URL", names);
        Assert.DoesNotContain(findings, finding => finding.GetProperty("says").GetString()!.Contains("not known", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HANSARD_SMS", "http://elsewhere.example.org", "settings")]
    [InlineData("HANSARD_URLS", "http://0.0.0.0:80", "settings")]
    [InlineData("HANSARD_PUBLIC_URL", "elsewhere", "addresses")]
    [InlineData("HANSARD_LIMITS", "/no/such/file", "limits")]
    [InlineData("HANSARD_PUSH_FCM", "/no/such/file", "push by Google")]
    [InlineData("HANSARD_PUSH_APNS", "/no/such/file", "push by Apple")]
    [InlineData("HANSARD_TLS_CERT", "/no/such/file", "certificate")]
    [InlineData("HANSARD_ORIGINS", "chat.example.org", "settings")]
    [InlineData("HANSARD_PROXIES", "somewhere", "settings")]
    [InlineData("HANSARD_DB", "Hots=a", "database")]
    [InlineData("HANSARD_DB", "Host=127.0.0.1;Port=1;Password=hush", "database")]
    public async Task What_would_keep_a_server_from_starting_is_an_error(string name, string value, string subject)
    {
        var folder = Directory.CreateTempSubdirectory("hansard-check-").FullName;
        var (ended, findings) = await CheckAsync(folder, new() { [name] = value });

        Assert.Equal((1, ""), (ended.ExitCode, ended.Errors));
        Assert.Equal("error", Of(findings, subject).Level);
        Assert.DoesNotContain("hush", ended.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    [Fact]
    public async Task A_store_is_looked_at_with_its_server_and_without_and_stays_as_it_is()
    {
        await using var store = await FilledStore.WithAsync(10);
        await store.StartServerAsync();
        var running = await CheckAsync(store.Folder, []);
        await store.StopServerAsync();
        var before = FilesOf(store.Folder);
        var stopped = await CheckAsync(store.Folder, []);

        Assert.Equal((0, 0), (running.Ended.ExitCode, stopped.Ended.ExitCode));
        Assert.Contains("held", SaysOf(running.Findings, "folder lock"), StringComparison.Ordinal);
        Assert.Contains("free", SaysOf(stopped.Findings, "folder lock"), StringComparison.Ordinal);
        Assert.All([running, stopped], check => Assert.Equal("ok", Of(check.Findings, "journal").Level));
        Assert.Equal(before, FilesOf(store.Folder));

        var key = Path.Combine(store.Folder, "journal.key");
        File.SetUnixFileMode(key, (UnixFileMode)0b110_100_100);
        Assert.Equal("warning", Of((await CheckAsync(store.Folder, [])).Findings, "journal.key").Level);
        await File.WriteAllBytesAsync(key, RandomNumberGenerator.GetBytes(32), TestContext.Current.CancellationToken);
        Assert.Equal("error", Of((await CheckAsync(store.Folder, [])).Findings, "journal").Level);
        File.Delete(key);
        Assert.Equal("error", Of((await CheckAsync(store.Folder, [])).Findings, "journal.key").Level);
        using (var sql = StoredRows.OpenFolder(store.Folder)) sql.Execute("PRAGMA user_version = 9999");
        Assert.Equal("error", Of((await CheckAsync(store.Folder, [])).Findings, "schema").Level);
    }

    [Fact]
    public async Task A_database_is_looked_at_with_its_server_and_without_and_stays_as_it_is()
    {
        var database = $"{await FilledStore.NewSchemaAsync()};Password=hush";
        var folder = Directory.CreateTempSubdirectory("hansard-check-").FullName;
        Dictionary<string, string> settings = new() { ["HANSARD_DB"] = database };
        var empty = await CheckAsync(folder, settings);
        await using NpgsqlConnection sql = new(database);
        Assert.Equal(0, await sql.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema()"));

        (Ended Ended, JsonElement[] Findings) running, elsewhere;
        await using (await Server.HansardServer.Start(new(["http://127.0.0.1:0"], folder, Database: database)))
        {
            running = await CheckAsync(folder, settings);
            elsewhere = await CheckAsync(Path.Combine(folder, "elsewhere"), settings);
        }

        Assert.All([empty, running, elsewhere], check => Assert.Equal((0, ""), (check.Ended.ExitCode, check.Ended.Errors)));
        Assert.Equal("ok", Of(empty.Findings, "writer's lock").Level);
        Assert.Contains("held by hansard", SaysOf(running.Findings, "writer's lock"), StringComparison.Ordinal);
        Assert.Equal("warning", Of(elsewhere.Findings, "writer's lock").Level);
        // The tests' cluster is in a hurry.
        Assert.Equal("warning", Of(running.Findings, "fsync").Level);
        Assert.Contains("***", SaysOf(running.Findings, "HANSARD_DB"), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", running.Ended.Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(Ended Ended, JsonElement[] Findings)> CheckAsync(string folder, Dictionary<string, string> settings)
    {
        var ended = await HansardRun.RunAsync(new Dictionary<string, string>(settings) { ["HANSARD_DATA"] = folder }, "config", "check", "--json");
        return (ended, [.. ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))]);
    }

    private static (string? Level, string? Advice) Of(JsonElement[] findings, string subject)
    {
        var finding = Named(findings, subject);
        return (finding.GetProperty("level").GetString(), finding.TryGetProperty("advice", out var advice) ? advice.GetString() : null);
    }

    private static string SaysOf(JsonElement[] findings, string subject) => Named(findings, subject).GetProperty("says").GetString()!;

    private static JsonElement Named(JsonElement[] findings, string subject) => Assert.Single(findings, finding => finding.GetProperty("subject").GetString() == subject);

    private static (string, string)[] FilesOf(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order()
        .Select(file => (file, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))))).ToArray();

    [GeneratedRegex("\"(HANSARD_[A-Z_]+)\"")]
    private static partial Regex Variable();
}
