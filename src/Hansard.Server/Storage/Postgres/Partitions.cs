using System.Data.Common;
using Dapper;
using Hansard.Server.Journal;
using Hansard.Server.Networks;
using Npgsql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>
/// The partitions of facts and ciphertexts: so many facts of one network each, made when the first of them comes. What is old enough is removed
/// by dropping a partition, which costs the same however much it holds.
/// </summary>
internal sealed class Partitions
{
    /// <summary>Facts in a partition: 2^22, about four million.</summary>
    public const int FactBits = 22;

    private static readonly string[] Tables = ["facts", "ciphertexts"];

    private readonly HashSet<long> uncommitted = [];
    private HashSet<long>? known;

    /// <summary>Puts before a batch's rows what they need to be stored.</summary>
    public void AddMissing(NpgsqlConnection connection, NpgsqlBatch batch, Changes changes)
    {
        foreach (FactRow fact in changes.Facts)
        {
            long number = fact.Id >> FactBits;
            known ??= Existing(connection);
            if (known.Contains(number) || !uncommitted.Add(number)) continue;
            foreach (string table in Tables)
                foreach (string sql in Make(table, number)) batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        }
    }

    /// <summary>Made beside the table and then attached, which holds up nobody who reads.</summary>
    public static IEnumerable<string> Make(string table, long number)
    {
        string name = $"{table}_{number}";
        yield return $"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)";
        yield return $"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({number << FactBits}) TO ({(number + 1) << FactBits})";
    }

    /// <summary>The names of those that hold a network's facts and ciphertexts.</summary>
    public static List<string> Of(DbConnection connection, Network network) => [.. Tables.SelectMany(table => connection.Query<string>(
        $"SELECT child.relname::text FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = '{table}'::regclass"))
        .Where(name => long.Parse(name.AsSpan(name.LastIndexOf('_') + 1)) >> (JournalWriter.SequenceBits - FactBits) == network.Id)];

    private static HashSet<long> Existing(NpgsqlConnection connection) => [.. connection.Query<string>("""
        SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = 'facts'::regclass
        """).Select(name => long.Parse(name.AsSpan("facts_".Length)))];

    public void Committed()
    {
        known?.UnionWith(uncommitted);
        uncommitted.Clear();
    }

    public void Undone()
    {
        uncommitted.Clear();
        known = null;
    }
}
