using System.Data.Common;
using Dapper;
using Hansard.Server.Journal;
using Hansard.Server.Networks;

namespace Hansard.Server.CatchingUp;

/// <summary>How old changes are, and what is too old of what is stored for devices that were away.</summary>
internal static class ChangeAge
{
    private static readonly string[] Tables = ["conversation_changes", "receipt_changes", "contact_changes"];

    /// <summary>Notes up to where a network had counted when a day began.</summary>
    public static void Note(DbConnection sql, Network network, long day, long changed) => sql.Execute(
        "INSERT INTO change_days (network_id, day, changed) VALUES (@network, @day, @changed) ON CONFLICT (network_id, day) DO NOTHING",
        new { network = network.Id, day, changed });

    /// <summary>Up to where it had counted at the beginning of the last noted day until <paramref name="day"/>; null where none is noted.</summary>
    public static long? At(DbConnection sql, Network network, long day) =>
        sql.ExecuteScalar<long?>("SELECT MAX(changed) FROM change_days WHERE network_id = @network AND day <= @day", new { network = network.Id, day });

    /// <summary>Forgets changes up to a number, the oldest first; true when none is left.</summary>
    public static bool Forget(DbConnection sql, Network network, long day, long through, int most)
    {
        // First it is said that they may be missing: a cursor from before them is good for nothing from now on.
        sql.Execute("UPDATE networks SET changes_forgotten = @through WHERE id = @network AND changes_forgotten < @through", new { network = network.Id, through });
        sql.Execute("DELETE FROM change_days WHERE network_id = @network AND day < @day", new { network = network.Id, day });
        var range = new { first = network.Id << JournalWriter.SequenceBits, last = ChangeStore.Id(network, through), most };
        return Tables.Sum(table => Delete(sql, table, range)) < most;
    }

    private static int Delete(DbConnection sql, string table, object range) => table == "contact_changes"
        ? sql.Execute("""
            DELETE FROM contact_changes WHERE (user_key, contact_key) IN (
                SELECT user_key, contact_key FROM contact_changes WHERE id BETWEEN @first AND @last ORDER BY id LIMIT @most)
            """, range)
        : sql.Execute($"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE id BETWEEN @first AND @last ORDER BY id LIMIT @most)", range);
}
