using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Storage;

namespace Hansard.Server.Networks;

/// <summary>Who may register: everybody who receives a code, or only those whom an operator has listed.</summary>
internal enum Admission
{
    Open,
    Listed,
}

/// <summary>The table admitted.</summary>
internal static class AdmissionStore
{
    /// <summary>Ids in one statement, far below what either engine takes.</summary>
    private const int ChunkIds = 500;

    /// <summary>Always asked, so that the answer takes as long in either case.</summary>
    public static bool Admits(DbConnection sql, Network network, UserId userId) =>
        Has(sql, network, userId) | network.Settings.Admission is Admission.Open;

    private static bool Has(DbConnection sql, Network network, UserId userId) => sql.ExecuteScalar<long>(
        "SELECT COUNT(*) FROM admitted WHERE network_id = @network AND user_id = @userId", new { network = network.Id, userId = userId.Value }) > 0;

    public static long Count(DbConnection sql, Network network) =>
        sql.ExecuteScalar<long>("SELECT COUNT(*) FROM admitted WHERE network_id = @network", new { network = network.Id });

    /// <summary>The ids after one of them, in their own order.</summary>
    public static List<UserId> After(DbConnection sql, Network network, string after, int most) => [.. sql.Query<string>(
        "SELECT user_id FROM admitted WHERE network_id = @network AND user_id > @after ORDER BY user_id LIMIT @most", new { network = network.Id, after, most })
        .Select(userId => new UserId(userId))];

    /// <summary>How many of them were not listed.</summary>
    public static long Add(DbConnection sql, Network network, IEnumerable<UserId> users, long now)
    {
        long before = Count(sql, network);
        foreach (UserId[] chunk in users.Chunk(ChunkIds))
        {
            DynamicParameters parameters = new(new { network = network.Id, now });
            foreach ((int place, UserId user) in chunk.Index()) parameters.Add($"u{place}", user.Value);
            string rows = string.Join(", ", chunk.Select((_, place) => $"(@network, @u{place}, @now)"));
            sql.Execute($"INSERT INTO admitted (network_id, user_id, added) VALUES {rows} ON CONFLICT DO NOTHING", parameters);
        }
        return Count(sql, network) - before;
    }

    /// <summary>How many of them were listed.</summary>
    public static long Remove(DbConnection sql, Network network, IEnumerable<UserId> users) => users.Chunk(ChunkIds).Sum(chunk => (long)sql.Execute(
        $"DELETE FROM admitted WHERE network_id = @network AND {sql.AnyOf("user_id", "ids")}", new { network = network.Id, ids = chunk.Select(user => user.Value).ToArray() }));
}
