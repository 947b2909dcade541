using Dapper;
using Hansard.Client;
using Hansard.Protocol;
using Hansard.System.Tests.Recording;
using Hansard.TestPostgres;
using Npgsql;
using Xunit;

namespace Hansard.System.Tests.Backups;

/// <summary>What docs/operations.md says of point-in-time recovery: a base backup, an archive of the log, a moment.</summary>
public sealed class PointInTimeTests : IDisposable
{
    private readonly string archive = Directory.CreateTempSubdirectory("hansard-archive-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_goes_on_from_any_moment_after_a_base_backup()
    {
        // PostgreSQL may run as another user.
        File.SetUnixFileMode(archive, (UnixFileMode)0b111_111_111);
        await using var cluster = await PostgresCluster.New(durable: false, "archive_mode=on", $"archive_command=test ! -f {archive}/%f && cp %p {archive}/%f");
        var schema = cluster.NewSchema();
        await using var network = await RecordedNetwork.StartOnAsync("off", schema);
        await using var anna = await network.PersonAsync("anna", "+491700000001", 1);
        await using var bruno = await network.PersonAsync("bruno", "+491700000002", 2);
        RecordedNetwork.Done(await anna.FindAsync(["+491700000002"], Cancelled));
        var dialog = RecordedNetwork.Done(await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Uuid;
        var first = await SayAsync(anna, dialog, "before the base backup");

        PostgresCluster? recovered = null;
        try
        {
            recovered = await PostgresCluster.On(async data =>
            {
                await cluster.Run("pg_basebackup", "--pgdata", data, "--checkpoint=fast");
                var second = await SayAsync(anna, dialog, "after it");
                var moment = await MomentAsync(schema);
                await SayAsync(anna, dialog, "too late");
                Assert.Equal(3, (await MessagesAsync(schema)).Count);
                await ArchiveAsync(schema);
                await network.StopServerAsync();
                await File.AppendAllLinesAsync(Path.Combine(data, "postgresql.auto.conf"),
                    [$"restore_command = 'cp {archive}/%f %p'", $"recovery_target_time = '{moment}'", "recovery_target_action = 'promote'"], Cancelled);
                await File.WriteAllTextAsync(Path.Combine(data, "recovery.signal"), "", Cancelled);
                first = $"{first} {second}";
            });

            Assert.Equal(first.Split(' '), await MessagesAsync(recovered.Here(schema)));
            network.Database = recovered.Here(schema);
            await network.StartServerAgainAsync();
            var later = await SayAsync(bruno, dialog, "from there on");
            Assert.Equal([.. first.Split(' '), later], await MessagesAsync(recovered.Here(schema)));
            await network.StopServerAsync();
        }
        finally
        {
            if (recovered is not null) await recovered.DisposeAsync();
        }
    }

    public void Dispose() => Directory.Delete(archive, recursive: true);

    private static async Task<string> SayAsync(MessengerClient person, ConversationUuid dialog, string text) =>
        RecordedNetwork.Done(await person.SendTextAsync(dialog, text, cancellation: Cancelled)).Uuid.Value;

    private static async Task<List<string>> MessagesAsync(string database)
    {
        await using NpgsqlConnection sql = new(database);
        return (await sql.QueryAsync<string>("SELECT uuid FROM messages WHERE event_type IS NULL ORDER BY id")).AsList();
    }

    private static async Task<string> MomentAsync(string database)
    {
        await using NpgsqlConnection sql = new(database);
        return await sql.QuerySingleAsync<string>("SELECT clock_timestamp()::text");
    }

    /// <summary>Until the log up to now is in the archive.</summary>
    private static async Task ArchiveAsync(string database)
    {
        await using NpgsqlConnection sql = new(database);
        var file = await sql.QuerySingleAsync<string>("SELECT pg_walfile_name(pg_switch_wal())");
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(50));
        while (await sql.QuerySingleAsync<string?>("SELECT last_archived_wal FROM pg_stat_archiver") is not { } archived || string.CompareOrdinal(archived, file) < 0)
            await look.WaitForNextTickAsync(Client.TestNetwork.Cancelled);
    }
}
