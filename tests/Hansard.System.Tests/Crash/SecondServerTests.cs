using System.Net.Sockets;
using Dapper;
using Hansard.System.Tests.Client;
using Hansard.TestPorts;
using Npgsql;
using Xunit;

namespace Hansard.System.Tests.Crash;

/// <summary>Two servers that were pointed at one PostgreSQL by mistake: one of them may write.</summary>
public sealed class SecondServerTests
{
    private const string LocksOfThisSchema = """
        SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND objid = hashtext(current_schema())::oid
        """;

    [Fact]
    public async Task The_second_server_on_a_database_refuses_to_start_and_the_killed_first_one_leaves_it_nothing_to_wait_for()
    {
        var database = (await TestEngine.Postgres.NewDatabaseAsync())!;
        await using var first = await TestNetwork.StartAsync(database: database);
        var folder = Directory.CreateTempSubdirectory("hansard-second-").FullName;
        // Another machine that was prepared to take over: with the keys of the first, and nothing else.
        foreach (var key in new[] { "journal.key", "server.key" }) File.Copy(Path.Combine(first.DataFolder, key), Path.Combine(folder, key));
        Uri address = new($"http://127.0.0.1:{Ports.Free()}");
        Dictionary<string, string> environment = new() { ["HANSARD_DB"] = database };

        Assert.Contains("Another Hansard server works on the database", await ServerProcess.RefusalAsync(address, folder, environment), StringComparison.Ordinal);
        using (TcpClient stranger = new()) await Assert.ThrowsAsync<SocketException>(() => stranger.ConnectAsync("127.0.0.1", address.Port, TestNetwork.Cancelled).AsTask());

        await first.KillServerAsync();
        await NobodyWritesAsync(database);
        await using (await ServerProcess.StartAsync(address, folder, environment))
        {
            Assert.Contains("Another Hansard server works on the database", await ServerProcess.RefusalAsync(first.Address, first.DataFolder, environment), StringComparison.Ordinal);
        }
        await first.StartServerAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Until PostgreSQL has noticed that the writer is gone, which it is told at once by the system of a killed process.</summary>
    private static async Task NobodyWritesAsync(string database)
    {
        await using NpgsqlConnection sql = new(database);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(20));
        while (await sql.ExecuteScalarAsync<long>(LocksOfThisSchema) > 0)
            await look.WaitForNextTickAsync(TestNetwork.Cancelled);
    }
}
