using System.Text.Json;
using Dapper;
using Hansard.System.Tests.Client;
using Npgsql;
using Xunit;

namespace Hansard.System.Tests.Moving;

/// <summary><c>hansard migrate</c> as a process, on a store that a real server has filled.</summary>
public sealed class MigrateTests
{
    private const int Messages = 600;

    [Fact]
    public async Task Killed_again_and_again_it_goes_on_and_in_the_end_every_row_is_there_on_either_engine()
    {
        await using var store = await FilledStore.WithAsync(Messages);
        var original = StoredRows.InFolder(store.Folder);
        string[] places = [$"sqlite:{store.Folder}", await FilledStore.NewSchemaAsync(), $"sqlite:{store.NewFolder()}"];

        for (var move = 0; move < 2; move++)
        {
            // At the first rows, in the middle of them, and while they are compared.
            var migrate = Migrate(places[move], places[move + 1]);
            var first = await HansardRun.KillWhenAsync(_ => true, migrate);
            var count = 0;
            var second = await HansardRun.KillWhenAsync(_ => ++count == 60, migrate);
            var third = await HansardRun.KillWhenAsync(line => PhaseOf(line) == "verifying", migrate);
            Assert.True(RowsOf(second[0]) > RowsOf(first[^1]) && RowsOf(third[0]) > RowsOf(second[^1]), $"it began anew: {first[^1]}, {second[0]} to {second[^1]}, {third[0]}");
            await RefuseServerAsync(places[move + 1]);
            var finished = await HansardRun.RunAsync(Migrate(places[move], places[move + 1]));

            Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
            var last = JsonElement.Parse(finished.Output.TrimEnd().Split('\n')[^1]);
            Assert.Equal(original.Sum(table => table.Value.Count), last.GetProperty("rows").GetInt64());
            Assert.Equal("verifying", PhaseOf(finished.Output.Split('\n')[0]));
        }

        Assert.Equal(original, StoredRows.InPostgres(places[1]));
        Assert.Equal(original, StoredRows.InFolder(places[2]["sqlite:".Length..]));
        Assert.Equal(original, StoredRows.InFolder(store.Folder));
        Assert.True(original["messages"].Count > Messages);
    }

    [Fact]
    public async Task It_is_refused_while_a_server_runs_at_either_end_and_where_anything_stands_in_the_target()
    {
        await using var store = await FilledStore.WithAsync(1);
        var (from, to) = ($"sqlite:{store.Folder}", await FilledStore.NewSchemaAsync());
        await store.StartServerAsync();
        Refused(await FilledStore.MigrateAsync(from, to), "works in");
        await using (var server = await Server.HansardServer.Start(new(["http://127.0.0.1:0"], store.NewFolder(), Database: to)))
        {
            Refused(await FilledStore.MigrateAsync($"sqlite:{store.Folder}", to), "works in");
            Refused(await FilledStore.MigrateAsync(to, $"sqlite:{store.NewFolder()}"), "works on");
        }
        await using NpgsqlConnection sql = new(to);
        await sql.ExecuteAsync("INSERT INTO params VALUES (1, 'a', 'b')");
        await store.StopServerAsync();

        Refused(await FilledStore.MigrateAsync(from, to), "not empty");
        Refused(await FilledStore.MigrateAsync(from, from), "the same");
        Refused(await FilledStore.MigrateAsync(await FilledStore.NewSchemaAsync(), from), "no Hansard store");
        Refused(await FilledStore.MigrateAsync("Hots=nowhere;Password=secret", to), "connection string");
        Assert.Equal(1, await sql.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM params"));
    }

    [Theory]
    [InlineData("UPDATE ciphertexts SET body = body || ' ' WHERE id = (SELECT MAX(id) FROM ciphertexts)", "ciphertexts differs first at id", "in body")]
    [InlineData("DELETE FROM facts WHERE id = (SELECT MAX(id) FROM facts)", "facts lacks a row", "id")]
    [InlineData("INSERT INTO params VALUES (1, 'a', 'b')", "params has a row too many", "user_key 1, name 'a'")]
    public async Task What_differs_after_the_copy_is_found_with_its_table_and_key(string corruption, string table, string key)
    {
        await using var store = await FilledStore.WithAsync(10);
        var (from, to) = ($"sqlite:{store.Folder}", await FilledStore.NewSchemaAsync());
        Assert.Equal(0, (await FilledStore.MigrateAsync(from, to)).ExitCode);
        Assert.Equal(0, (await FilledStore.MigrateAsync(from, to, "--verify")).ExitCode);
        await using NpgsqlConnection sql = new(to);
        await sql.ExecuteAsync(corruption);

        var compared = await FilledStore.MigrateAsync(from, to, "--verify");

        Refused(compared, table);
        Assert.Contains(key, compared.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_has_changed_since_a_move_began_is_not_mixed_with_what_was_moved()
    {
        await using var store = await FilledStore.WithAsync(100);
        string[] move = Migrate($"sqlite:{store.Folder}", await FilledStore.NewSchemaAsync());
        await HansardRun.KillWhenAsync(_ => true, move);
        using (var sql = StoredRows.OpenFolder(store.Folder)) sql.Execute("UPDATE networks SET head_ts = head_ts + 1");

        Refused(await HansardRun.RunAsync(move), "begin anew");
    }

    [Fact]
    public async Task A_text_that_the_other_engine_cannot_hold_is_named()
    {
        await using var store = await FilledStore.WithAsync(1);
        using (var sql = StoredRows.OpenFolder(store.Folder)) sql.Execute("INSERT INTO params VALUES (7, 'a name', 'a' || char(0))");

        var refused = await FilledStore.MigrateAsync($"sqlite:{store.Folder}", await FilledStore.NewSchemaAsync());

        Refused(refused, "user_key 7, name 'a name'");
        Assert.Contains("U+0000", refused.Errors, StringComparison.Ordinal);
    }

    private static string[] Migrate(string from, string to) => ["migrate", "--from", from, "--to", to, "--chunk", "10", "--json"];

    private static string? PhaseOf(string line) => JsonElement.Parse(line).GetProperty("phase").GetString();

    private static long RowsOf(string line) => JsonElement.Parse(line).GetProperty("rows").GetInt64();

    private static void Refused(Ended ended, string because)
    {
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(because, ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", ended.Errors, StringComparison.Ordinal);
    }

    /// <summary>Nobody works on half a store by mistake.</summary>
    private static async Task RefuseServerAsync(string place)
    {
        var folder = place.StartsWith("sqlite:", StringComparison.Ordinal) ? place["sqlite:".Length..] : Directory.CreateTempSubdirectory("hansard-half-").FullName;
        Dictionary<string, string> settings = new() { ["HANSARD_DATA"] = folder, ["HANSARD_URLS"] = "http://127.0.0.1:0" };
        if (!place.StartsWith("sqlite:", StringComparison.Ordinal)) settings["HANSARD_DB"] = place;
        var refused = await HansardRun.RunAsync(settings, "serve", "--stop-with-input");
        Refused(refused, "hansard migrate");
    }
}
