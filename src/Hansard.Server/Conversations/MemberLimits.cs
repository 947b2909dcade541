using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>How many may be together, and how much company one may keep.</summary>
internal static class MemberLimits
{
    /// <summary>People in one statement, far below what either engine takes.</summary>
    private const int ChunkPeople = 500;

    /// <param name="members">In the conversation once they are in.</param>
    /// <param name="newcomers">The user keys of those who come in.</param>
    public static Failure? Exceeded(DbConnection sql, NetworkLimits limits, int members, IReadOnlyList<long> newcomers)
    {
        if (members > limits.MembersPerConversation) return Failure.Invalid($"A conversation has at most {limits.MembersPerConversation} members.");
        bool full = newcomers.Chunk(ChunkPeople).Any(chunk => sql.QueryFirstOrDefault<long?>($"""
            SELECT user_key FROM members WHERE {sql.AnyOf("user_key", "chunk")} AND active = 1 GROUP BY user_key HAVING COUNT(*) >= @most
            """, new { chunk, most = limits.ConversationsPerUser }) is not null);
        return full ? Failure.TooManyRequests($"Somebody in it is in {limits.ConversationsPerUser} conversations already.") : null;
    }
}
