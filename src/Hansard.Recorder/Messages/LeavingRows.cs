using Hansard.Record.Format;
using Microsoft.Data.Sqlite;

namespace Hansard.Recorder.Messages;

/// <summary>
/// Lets the index go of lines that leave the record: of texts that only a completion had, and of what is still to be told of lines that will not be there.
/// On a connection of its own, because lines leave on another thread than they are recorded on.
/// </summary>
internal static class LeavingRows
{
    /// <summary>Before the lines leave.</summary>
    /// <exception cref="Archive.Log.RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public static void Forget(string path, IReadOnlyList<LinePosition> lines)
    {
        var first = Json(lines.Where(line => line.Revision == 0).Select(line => FormattableString.Invariant($"[{line.Seq},{line.Part}]")));
        var later = Json(lines.Where(line => line is { Revision: > 0, Part: 0 }).Select(line => FormattableString.Invariant($"{line.Seq}")));
        Change(path, database =>
        {
            Run(database, "UPDATE messages SET words = NULL WHERE words IS NOT NULL AND wordsSeq > 0 AND wordsSeq IN (SELECT value FROM json_each($0))", later);
            Run(database, "DELETE FROM incomplete WHERE seq IN (SELECT value ->> 0 FROM json_each($0))", first);
            Run(database, "DELETE FROM missing WHERE (seq, part) IN (SELECT value ->> 0, value ->> 1 FROM json_each($0))", first);
        });
    }

    /// <summary>The names of attachments, after they were deleted: not before, or a new file could be given one of them.</summary>
    /// <inheritdoc cref="Forget" path="/exception"/>
    public static void ForgetFiles(string path, IReadOnlyList<string> names) => Change(path, database =>
        Run(database, "DELETE FROM attachments WHERE name IN (SELECT value FROM json_each($0))", Json(names.Select(name => CanonicalJson.Of(name).ToString()))));

    private static void Change(string path, Action<SqliteConnection> change) => IndexRows.Guarded(path, () =>
    {
        // What is not there yet, or of another version, is made from the record as it is then.
        if (!File.Exists(path)) return false;
        using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        database.Open();
        if (IndexRows.VersionOf(database) != IndexRows.Version) return false;
        Run(database, "PRAGMA secure_delete = ON");
        using (var transaction = database.BeginTransaction())
        {
            change(database);
            transaction.Commit();
        }
        // Until then the log beside the file has what was there before.
        Run(database, "PRAGMA wal_checkpoint(TRUNCATE)");
        return true;
    });

    private static string Json(IEnumerable<string> values) => $"[{string.Join(',', values)}]";

    private static void Run(SqliteConnection database, string sql, params object[] values)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        for (var n = 0; n < values.Length; n++) command.Parameters.AddWithValue($"${n}", values[n]);
        command.ExecuteNonQuery();
    }
}
