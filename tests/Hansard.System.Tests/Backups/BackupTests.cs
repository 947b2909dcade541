using Hansard.System.Tests.Crash;
using Hansard.System.Tests.Moving;
using Xunit;

namespace Hansard.System.Tests.Backups;

/// <summary><c>hansard backup</c> beside a running server and <c>hansard restore</c> into nothing, compared row by row.</summary>
public sealed class BackupTests : IDisposable
{
    private const int Acknowledged = 400;

    private readonly string folder = Directory.CreateTempSubdirectory("hansard-backups-").FullName;

    [Fact]
    public async Task A_running_server_on_SQLite_is_backed_up_and_restored_row_by_row()
    {
        await using var store = await FilledStore.WithAsync(300);
        await store.StartServerAsync();
        var backup = await HansardRun.RunAsync("backup", "--data", store.Folder, "--to", In("backup"), "--json");
        var stored = StoredRows.InFolder(store.Folder);

        var restored = await HansardRun.RunAsync("restore", "--from", In("backup"), "--data", In("restored"), "--json");

        Assert.Equal((0, "", 0, ""), (backup.ExitCode, backup.Errors, restored.ExitCode, restored.Errors));
        Assert.Equal(backup.Output, restored.Output);
        Assert.Equal(stored, StoredRows.InFolder(In("restored")));
        Assert.Equal(KeysOf(store.Folder), KeysOf(In("restored")));
        StoredJournal.Check(In("restored"));
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_backup_is_in_it_while_people_go_on_talking()
    {
        await using var scene = await CrashScene.OpenAsync();
        await scene.ComeBackAsync();
        var begun = scene.WhenAcknowledgedAsync(Acknowledged, () => Task.CompletedTask);
        Task[] talking = [.. scene.Talkers.Select(talker => talker.TalkAsync())];
        await begun;
        var backup = await HansardRun.RunAsync("backup", "--data", scene.Network.DataFolder, "--to", In("backup"));
        // More than can be on its way at once: some of it was said after the backup, and is acknowledged.
        await scene.WhenAcknowledgedAsync(2 * scene.Talkers.Count * Talker.Window, scene.Network.KillServerAsync);
        await Task.WhenAll(talking);
        Assert.Equal((0, ""), (backup.ExitCode, backup.Errors));

        var restored = await HansardRun.RunAsync("restore", "--from", In("backup"), "--data", In("restored"));

        Assert.Equal((0, ""), (restored.ExitCode, restored.Errors));
        string[] there = [.. StoredJournal.Check(In("restored")).Messages.SelectMany(conversation => conversation)];
        var acknowledged = scene.Talkers.Sum(talker => talker.Acknowledged.Count);
        Assert.InRange(there.Length, Acknowledged, acknowledged - 1);
        Assert.Empty(there.Except(scene.Talkers.SelectMany(talker => talker.Sent)));
    }

    [Fact]
    public async Task A_running_server_on_PostgreSQL_is_backed_up_and_restored_row_by_row()
    {
        await using var store = await FilledStore.WithAsync(300);
        var database = await FilledStore.NewSchemaAsync();
        Assert.Equal(0, (await FilledStore.MigrateAsync($"sqlite:{store.Folder}", database)).ExitCode);
        var stored = StoredRows.InPostgres(database);
        Dictionary<string, string> settings = new() { ["HANSARD_DB"] = database };
        await using (await Server.HansardServer.Start(new(["http://127.0.0.1:0"], store.Folder, Database: database)))
            Done(await HansardRun.RunAsync(settings, "backup", "--data", store.Folder, "--to", In("backup")));

        Refused(await HansardRun.RunAsync(settings, "restore", "--from", In("backup"), "--data", In("restored")), "not empty");
        Refused(await HansardRun.RunAsync("restore", "--from", In("backup"), "--data", In("restored")), "HANSARD_DB");
        Server.Storage.Postgres.OwnSchema.Drop(database);
        Done(await HansardRun.RunAsync(settings, "restore", "--from", In("backup"), "--data", In("restored")));

        var restored = StoredRows.InPostgres(database);
        // The server that ran beside the backup notes by itself how far each day has counted.
        Assert.True(stored.Remove("change_days") && restored.Remove("change_days"));
        Assert.Equal(stored, restored);
        Assert.Equal(KeysOf(store.Folder), KeysOf(In("restored")));
        await using var server = await Server.HansardServer.Start(new(["http://127.0.0.1:0"], In("restored"), Database: database));
    }

    [Theory]
    [InlineData("hansard.db")]
    [InlineData("data/journal.key")]
    public async Task A_damaged_backup_is_refused_before_anything_is_restored(string file)
    {
        await using var store = await FilledStore.WithAsync(1);
        Done(await HansardRun.RunAsync("backup", "--data", store.Folder, "--to", In("backup")));
        await using (var damaged = File.OpenWrite(In($"backup/{file}")))
        {
            damaged.Position = damaged.Length / 2;
            damaged.WriteByte(0x5a);
            damaged.WriteByte(0xa5);
        }

        Refused(await HansardRun.RunAsync("restore", "--from", In("backup"), "--data", In("restored")), "not what was backed up");

        Assert.False(Directory.Exists(In("restored")));
    }

    [Fact]
    public async Task Nothing_is_overwritten_and_no_server_starts_on_half_a_restore()
    {
        await using var store = await FilledStore.WithAsync(1);
        Done(await HansardRun.RunAsync("backup", "--data", store.Folder, "--to", In("backup")));
        Refused(await HansardRun.RunAsync("backup", "--data", store.Folder, "--to", In("backup")), "not empty");
        Refused(await HansardRun.RunAsync("backup", "--data", store.Folder, "--to", Path.Combine(store.Folder, "backup")), "lies in the data folder");
        Refused(await HansardRun.RunAsync("restore", "--from", In("backup"), "--data", store.Folder), "not empty");
        Refused(await HansardRun.RunAsync("restore", "--from", store.Folder, "--data", In("restored")), "no finished backup");

        // As a restore that was killed leaves it.
        Directory.CreateDirectory(In("restored"));
        await File.WriteAllTextAsync(In("restored/restoring"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(In("restored/journal.key.new"), "half", TestContext.Current.CancellationToken);
        Refused(await HansardRun.RunAsync("serve", "--urls", "http://127.0.0.1:0", "--data", In("restored"), "--stop-with-input"), "hansard restore");
        Done(await HansardRun.RunAsync("restore", "--from", In("backup"), "--data", In("restored")));

        Assert.Equal(StoredRows.InFolder(store.Folder), StoredRows.InFolder(In("restored")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string In(string name) => Path.Combine(folder, name);

    private static IEnumerable<(string, string)> KeysOf(string data) =>
        ((string[])["journal.key", "server.key"]).Select(name => (name, Convert.ToHexString(File.ReadAllBytes(Path.Combine(data, name)))));

    private static void Done(Ended ended) => Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));

    private static void Refused(Ended ended, string because)
    {
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(because, ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", ended.Errors, StringComparison.Ordinal);
    }
}
