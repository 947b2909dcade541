using System.Data.Common;
using Dapper;
using Hansard.Protocol.Journal;
using Hansard.Server.Journal;

namespace Hansard.Server.Moving;

/// <summary>A network's journal as it stands in a store.</summary>
/// <param name="Head">The last sequence number; 0 for an empty journal.</param>
/// <param name="HeadHash">The running hash over all facts, lower-case hex.</param>
public sealed record JournalMark(string Network, long Head, string HeadHash);

/// <summary>Follows each network's chain of facts, which needs nothing but the store itself.</summary>
internal static class JournalChains
{
    private sealed record Row(long Id, string Name, long Head, byte[] HeadHash);

    private sealed record Fact(long Id, byte[] Json);

    /// <summary>The heads that the store names; they are not checked.</summary>
    public static List<JournalMark> Heads(DbConnection sql) => [.. Rows(sql).Select(row => new JournalMark(row.Name, row.Head, Hex(row)))];

    /// <summary>Null where the facts are without a gap and lead to the head; otherwise a sentence that says which network's do not.</summary>
    public static string? Problem(DbConnection sql)
    {
        foreach (Row network in Rows(sql))
        {
            byte[] hash = HeadHash.Origin();
            long first = network.Id << JournalWriter.SequenceBits, before = 0;
            bool whole = true;
            foreach (Fact fact in sql.Query<Fact>("SELECT id AS Id, json AS Json FROM facts WHERE id > @first AND id <= @last ORDER BY id",
                new { first, last = first + JournalWriter.SequenceMaximum }, buffered: false, commandTimeout: 0))
            {
                long sequence = fact.Id - first;
                // What retention has dropped is missing at the beginning only; the chain cannot be followed from there.
                if (before == 0 && sequence > 1) whole = false;
                else if (sequence != before + 1) return $"The journal of {network.Name} has a gap before fact {sequence}.";
                before = sequence;
                if (whole) HeadHash.Next(hash, sequence, fact.Json, hash);
            }
            if (before != network.Head) return $"The journal of {network.Name} ends at fact {before}; its head is {network.Head}.";
            if (whole && !hash.AsSpan().SequenceEqual(network.HeadHash)) return $"The facts of {network.Name} do not lead to the hash of its journal's head.";
        }
        return null;
    }

    private static List<Row> Rows(DbConnection sql) => sql.Query<Row>("SELECT id AS Id, name AS Name, head AS Head, head_hash AS HeadHash FROM networks ORDER BY id").AsList();

    private static string Hex(Row row) => Convert.ToHexStringLower(row.HeadHash);
}
