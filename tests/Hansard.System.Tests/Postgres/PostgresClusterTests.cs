using System.Diagnostics;
using Dapper;
using Hansard.TestPostgres;
using Npgsql;
using Xunit;

namespace Hansard.System.Tests.Postgres;

/// <summary>The PostgreSQL of these tests itself.</summary>
public sealed class PostgresClusterTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_schema_is_a_world_of_its_own()
    {
        var cluster = await PostgresCluster.Shared();
        await using NpgsqlConnection one = new(cluster.NewSchema()), other = new(cluster.NewSchema());

        await one.ExecuteAsync("CREATE TABLE things (name TEXT); INSERT INTO things VALUES ('one')");
        await other.ExecuteAsync("CREATE TABLE things (name TEXT); INSERT INTO things VALUES ('other')");

        Assert.Equal("one", await one.QuerySingleAsync<string>("SELECT name FROM things"));
        Assert.Equal("other", await other.QuerySingleAsync<string>("SELECT name FROM things"));
    }

    [Theory]
    [InlineData(true, "on")]
    [InlineData(false, "off")]
    public async Task Killed_and_started_again_it_has_what_was_committed_and_nothing_else(bool durable, string fsync)
    {
        await using var cluster = await PostgresCluster.New(durable);
        var schema = cluster.NewSchema();
        await using NpgsqlConnection committing = new(schema), unfinished = new(schema);
        Assert.Equal(fsync, await committing.QuerySingleAsync<string>("SHOW fsync"));
        await committing.ExecuteAsync("CREATE TABLE things (name TEXT); INSERT INTO things VALUES ('committed')");
        await unfinished.OpenAsync(Cancelled);
        await using var transaction = await unfinished.BeginTransactionAsync(Cancelled);
        await unfinished.ExecuteAsync("INSERT INTO things VALUES ('unfinished')");

        await cluster.Kill();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => unfinished.ExecuteAsync("SELECT 1"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await new NpgsqlConnection(schema).OpenAsync(Cancelled));
        await cluster.Start();

        await using NpgsqlConnection after = new(schema);
        Assert.Equal(["committed"], await after.QueryAsync<string>("SELECT name FROM things"));
    }

    [Fact]
    public async Task Stopped_it_can_be_started_again()
    {
        await using var cluster = await PostgresCluster.New(durable: false);
        var schema = cluster.NewSchema();
        await cluster.Stop();
        await cluster.Start();
        await using NpgsqlConnection after = new(schema);
        Assert.Equal(1, await after.QuerySingleAsync<int>("SELECT 1"));
    }

    [Fact]
    public async Task Nothing_of_it_outlives_an_owner_who_is_killed()
    {
        using var owner = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [ClusterOwner.Verb]) { RedirectStandardOutput = true })!;
        var folder = (await owner.StandardOutput.ReadLineAsync(Cancelled))!;
        // The lock is free when the last process of the cluster has ended.
        using var ended = Process.Start("flock", [Path.Combine(folder, "alive"), "true"]);
        Assert.False(ended.HasExited);

        owner.Kill();

        await ended.WaitForExitAsync(Cancelled).WaitAsync(Client.TestNetwork.Patience, Cancelled);
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists(folder), Client.TestNetwork.Patience), "the folder stays");
    }
}
