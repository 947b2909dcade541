using System.Data.Common;
using Dapper;
using Hansard.Shared;
using Microsoft.Data.Sqlite;

namespace Hansard.Bench.Stored;

/// <summary>The SQLite file of a data folder.</summary>
internal sealed class SqliteStored(string dataFolder) : StoredDatabase(dataFolder)
{
    /// <summary>The index over random uuids is written at random places: it must fit, or loading becomes reading.</summary>
    private const int CacheKib = 2 * 1024 * 1024;

    private readonly string path = Path.Combine(dataFolder, "hansard.db");

    public override long Bytes => new FileInfo(path).Length;

    protected override DbConnection Open()
    {
        _ = NativeSqlite.Version;
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    protected override void Load(Filling filling, IEnumerable<LoadedRow> rows)
    {
        using SqliteConnection sql = (SqliteConnection)Open();
        // A load that breaks off is thrown away with its folder, so nothing need be written twice.
        sql.Execute($"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{CacheKib}; BEGIN");
        using (Statement message = new(sql.Handle!, """
            INSERT INTO messages (id, conversation_id, uuid, user_key, session_key_uuid, fact_id, created_ms, flags,
                                  event_type, event_user_key, reply_uuid, members, readed, delivered, countable)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL, NULL, NULL, ?, ?, ?, ?)
            """))
        using (Statement fact = new(sql.Handle!, "INSERT INTO facts (id, conversation_id, session_key_id, json) VALUES (?, ?, NULL, ?)"))
        using (Statement ciphertext = new(sql.Handle!, "INSERT INTO ciphertexts (id, iv, body) VALUES (?, ?, ?)"))
        {
            foreach (LoadedRow row in rows)
            {
                message.Bind(1, row.Id).Bind(2, row.Conversation.Id).Bind(3, row.Text.Uuid).Bind(4, row.Author.Key).Bind(5, row.Conversation.Known.SessionKeyUuid)
                    .Bind(6, row.FactId).Bind(7, row.CreatedMs).Bind(8, row.Members).Bind(9, row.Readed).Bind(10, row.Members).Bind(11, row.Countable).Execute();
                fact.Bind(1, row.FactId).Bind(2, row.Conversation.Id).Bind(3, row.Fact).Execute();
                ciphertext.Bind(1, row.FactId).Bind(2, row.Text.Iv).Bind(3, row.Text.Body).Execute();
            }
        }
        sql.Execute("COMMIT");
        sql.Execute("PRAGMA journal_mode = WAL");
    }

    protected override void Settle()
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}
