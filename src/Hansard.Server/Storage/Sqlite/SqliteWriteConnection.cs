using System.Data.Common;
using Dapper;
using Hansard.Server.CatchingUp;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Networks;
using Hansard.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Writes row by row with prepared statements: in the same process that is quicker than anything cleverer (decision 0006).</summary>
internal sealed partial class SqliteWriteConnection : IWriteConnection
{
    /// <summary>Page cache of the writing connection, in KiB.</summary>
    private const int CacheKib = 65_536;

    private readonly SqliteConnection connection;
    private readonly Checkpointer checkpointer;
    private readonly ILogger log;
    private readonly Statement begin, commit, rollback, checkpoint, addMessage, addCiphertext, addFact, moveCounters, moveReceipts, addChange, setReceiptChange, moveHead;

    public SqliteWriteConnection(SqliteConnection connection, Checkpointer checkpointer, ILogger log)
    {
        this.connection = connection;
        this.checkpointer = checkpointer;
        this.log = log;
        connection.Execute($"PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -{CacheKib};");
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        rollback = Prepare("ROLLBACK");
        checkpoint = Prepare("PRAGMA wal_checkpoint(PASSIVE)");
        addMessage = Prepare("""
            INSERT INTO messages (id, conversation_id, uuid, user_key, session_key_uuid, fact_id, created_ms, flags,
                                  event_type, event_user_key, reply_uuid, members, readed, delivered, countable, changed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?, ?)
            """);
        addCiphertext = Prepare("INSERT INTO ciphertexts (id, iv, body) VALUES (?, ?, ?)");
        addFact = Prepare("INSERT INTO facts (id, conversation_id, session_key_id, json) VALUES (?, ?, ?, ?)");
        moveCounters = Prepare("UPDATE messages SET readed = ?, delivered = ?, changed = ? WHERE id = ?");
        moveReceipts = Prepare("UPDATE members SET read_set = ?, delivered_set = ?, countable_read = ? WHERE conversation_id = ? AND user_key = ?");
        addChange = Prepare("INSERT INTO conversation_changes (id, conversation_id, kind, subject, ordinals) VALUES (?, ?, ?, ?, ?)");
        setReceiptChange = Prepare("""
            INSERT INTO receipt_changes (id, conversation_id, changed, ordinals) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET changed = excluded.changed, ordinals = excluded.ordinals
            """);
        moveHead = Prepare("UPDATE networks SET head = ?, head_hash = ?, head_signature = ?, head_ts = ?, changed = ? WHERE id = ? AND head = ? RETURNING head");
    }

    private bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle!) == 0;

    public DbConnection Begin()
    {
        begin.Execute();
        return connection;
    }

    public void Write(Changes changes)
    {
        foreach (MessageRow row in changes.Messages) Add(row);
        foreach (CounterRow row in changes.Counters) moveCounters.Bind(1, row.Readed).Bind(2, row.Delivered).Bind(3, row.Changed).Bind(4, row.MessageId).Execute();
        foreach (ReceiptsRow row in changes.Receipts)
            moveReceipts.Bind(1, row.ReadSet).Bind(2, row.DeliveredSet).Bind(3, row.CountableRead).Bind(4, row.ConversationId).Bind(5, row.UserKey).Execute();
        foreach (FactRow row in changes.Facts) Add(row);
        foreach (ConversationChangeRow row in changes.ConversationChanges) Add(row);
        foreach (ReceiptChangeRow row in changes.ReceiptChanges)
            setReceiptChange.Bind(1, row.Id).Bind(2, row.ConversationId).Bind(3, row.Changed).Bind(4, row.Ordinals).Execute();
        foreach (Growth growth in changes.Heads) Move(growth);
    }

    private void Add(MessageRow row) => addMessage
        .Bind(1, row.Id).Bind(2, row.ConversationId).Bind(3, row.Uuid.Value).Bind(4, row.UserKey).Bind(5, row.SessionKeyUuid.Value)
        .Bind(6, row.FactId).Bind(7, row.CreatedMs).Bind(8, (long)row.Flags).Bind(9, row.EventType).Bind(10, row.EventUserKey)
        .Bind(11, row.ReplyUuid?.Value).Bind(12, row.Members).Bind(13, row.Countable).Bind(14, row.Changed).Execute();

    private void Add(FactRow row)
    {
        addFact.Bind(1, row.Id).Bind(2, row.ConversationId).Bind(3, row.SessionKeyId).Bind(4, row.Json).Execute();
        if (row.Body is not null) addCiphertext.Bind(1, row.Id).Bind(2, row.Iv).Bind(3, row.Body).Execute();
    }

    private void Add(ConversationChangeRow row)
    {
        addChange.Bind(1, row.Id).Bind(2, row.ConversationId).Bind(3, (long)row.Kind).Bind(4, row.Subject);
        if (row.Ordinals is { } ordinals) addChange.Bind(5, ordinals).Execute();
        else addChange.BindNull(5).Execute();
    }

    private void Move(Growth growth)
    {
        (Network network, JournalHead from, JournalHead to) = growth;
        bool moved = moveHead.Bind(1, to.Sequence).Bind(2, to.Hash).Bind(3, to.Signature).Bind(4, to.TimeMicroseconds).Bind(5, to.Changed).Bind(6, network.Id).Bind(7, from.Sequence).Step();
        moveHead.Reset();
        if (!moved) throw new InvalidOperationException($"The journal of {network.Name} is not where this server left it: another process writes to it.");
    }

    public void Commit(Changes last)
    {
        if (!InTransaction) begin.Execute();
        Write(last);
        commit.Execute();
        if (checkpointer.Committed()) RestartLog();
    }

    /// <summary>Copies what the checkpointer has left, while nothing is being written, so that the log can begin anew.</summary>
    private void RestartLog()
    {
        try
        {
            checkpoint.Step();
            checkpoint.Reset();
        }
        catch (SqliteException failure)
        {
            LogNotRestarted(failure);
        }
        checkpointer.Restarted();
    }

    public void Rollback()
    {
        // SQLite has already rolled back where the error was its own (disk full, I/O); a second time is no transaction at all.
        if (InTransaction) rollback.Execute();
    }

    public bool IsPassing(Exception failure) => false;

    private Statement Prepare(string sql) => new(connection.Handle!, sql);

    public void Dispose()
    {
        foreach (Statement statement in (Statement[])[begin, commit, rollback, checkpoint, addMessage, addCiphertext, addFact, moveCounters, moveReceipts, addChange, setReceiptChange, moveHead])
            statement.Dispose();
        checkpointer.Dispose();
        connection.Dispose();
    }

    [LoggerMessage(1, LogLevel.Warning, "The database's log could not begin anew; it grows until it can")]
    private partial void LogNotRestarted(Exception failure);
}
