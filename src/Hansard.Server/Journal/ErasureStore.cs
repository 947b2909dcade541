using System.Data.Common;
using Dapper;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Journal;

/// <summary>Something that is to be erased: one message, or without one a whole conversation. The fact is the one that tells of its deletion.</summary>
internal sealed record Erasure(long FactId, long ConversationId, long? MessageId);

/// <summary>The table erasures.</summary>
internal static class ErasureStore
{
    /// <summary>Ids in one statement, far below what either engine takes.</summary>
    private const int ChunkIds = 500;

    public static void Add(DbConnection sql, IEnumerable<Erasure> erasures) => sql.InsertMany(
        "INSERT INTO erasures (fact_id, conversation_id, message_id)",
        [.. erasures.Select(erasure => (object?[])[erasure.FactId, erasure.ConversationId, erasure.MessageId])]);

    /// <summary>The oldest erasures of a network whose deletion every active recorder has acknowledged.</summary>
    public static List<Erasure> Due(DbConnection sql, Network network, int limit)
    {
        long? acknowledged = sql.ExecuteScalar<long?>("""
            SELECT MIN(b.acknowledged) FROM bots b JOIN users u ON u.id = b.user_key
            WHERE u.network_id = @network AND b.is_recorder = 1 AND b.state = 'active'
            """, new { network = network.Id });
        return sql.Query<Erasure>("""
            SELECT fact_id AS FactId, conversation_id AS ConversationId, message_id AS MessageId FROM erasures
            WHERE fact_id BETWEEN @first AND @last ORDER BY fact_id LIMIT @limit
            """, new { first = JournalWriter.FactId(network, 1), last = JournalWriter.FactId(network, acknowledged ?? JournalWriter.SequenceMaximum), limit }).AsList();
    }

    public static void Done(DbConnection sql, IEnumerable<Erasure> erasures)
    {
        foreach (long[] chunk in erasures.Select(erasure => erasure.FactId).Chunk(ChunkIds))
            sql.Execute($"DELETE FROM erasures WHERE {sql.AnyOf("fact_id", "chunk")}", new { chunk });
    }
}
