using Dapper;
using Hansard.Server.Journal;
using Hansard.Server.Networks;
using Hansard.Server.Storage.Postgres;
using Hansard.TestPostgres;
using Xunit;

namespace Hansard.Server.Tests.Storage.Postgres;

public sealed class PartitionTests
{
    private const long Partition = 1L << Partitions.FactBits;

    [Fact]
    public async Task Facts_go_on_in_a_new_partition_and_an_old_one_can_be_dropped_with_what_was_said_in_it()
    {
        string database = (await PostgresCluster.Shared()).NewSchema();
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried, settings: settings => settings with { Database = database });
        await using TestPerson ann = await server.Keyed("+15551000001"), bob = await server.Keyed("+15551000002");
        await ann.CreateDialog("c", bob);
        Network network = server.Core.Networks.Find("default")!;
        // As if the first partition were nearly full.
        await server.Core.Writer.Run(batch =>
        {
            network.WritingHead = network.WritingHead with { Sequence = Partition - 3 };
            return batch.Sql.Execute($"UPDATE networks SET head = {network.WritingHead.Sequence}");
        });

        string[] uuids = [.. Enumerable.Range(1, 8).Select(number => $"m{number}")];
        foreach (string uuid in uuids) await ann.Say("c", uuid);
        Assert.Equal(2, server.Core.Database.Read(sql => sql.ExecuteScalar<long>("SELECT COUNT(*) FROM pg_inherits WHERE inhparent = 'ciphertexts'::regclass")));
        Assert.All(await Bodies(bob), Assert.NotNull);

        long first = JournalWriter.FactId(network, 0) >> Partitions.FactBits;
        await server.Core.Writer.Run(batch => batch.Sql.Execute($"DROP TABLE facts_{first}, ciphertexts_{first}"));
        List<string?> bodies = await Bodies(bob);
        Assert.Equal(uuids.Length, bodies.Count);
        Assert.Contains(null, bodies);
        Assert.NotNull(bodies[0]);
        Assert.Equal("m9", (string)(await ann.Say("c", "m9"))["uuid"]!);
    }

    /// <summary>What the newest messages say, newest first.</summary>
    private static async Task<List<string?>> Bodies(TestPerson reader) =>
        [.. (await reader.Socket.Get("RequestGetMessages", new { conversationUuid = "c", fromMessageUuid = (string?)null, size = 8 }))["messages"]!.AsArray()
            .Select(message => (string?)message!["bodyEncryptedBase64"])];
}
