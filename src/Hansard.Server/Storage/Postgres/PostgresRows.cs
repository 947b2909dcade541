using Hansard.Server.CatchingUp;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Npgsql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>A batch's rows as one statement per table, each with one array per column: the same text for any number of rows, so that it stays prepared.</summary>
internal static class PostgresRows
{
    private const string AddMessages = """
        INSERT INTO messages (id, conversation_id, uuid, user_key, session_key_uuid, fact_id, created_ms, flags,
                              event_type, event_user_key, reply_uuid, members, readed, delivered, countable, changed)
        SELECT id, id >> 32, uuid, user_key, session_key_uuid, fact_id, created_ms, flags, event_type, event_user_key, reply_uuid, members, 1, 1, countable, changed
        FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[], $9::bigint[], $10::text[], $11::bigint[], $12::bigint[], $13::bigint[])
          AS row (id, uuid, user_key, session_key_uuid, fact_id, created_ms, flags, event_type, event_user_key, reply_uuid, members, countable, changed)
        """;

    private const string MoveCounters = """
        UPDATE messages m SET readed = row.readed, delivered = row.delivered, changed = row.changed
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS row (id, readed, delivered, changed) WHERE m.id = row.id
        """;

    private const string MoveReceipts = """
        UPDATE members m SET read_set = row.read_set, delivered_set = row.delivered_set, countable_read = row.countable_read
        FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[], $5::bigint[]) AS row (conversation_id, user_key, read_set, delivered_set, countable_read)
        WHERE m.conversation_id = row.conversation_id AND m.user_key = row.user_key
        """;

    private const string AddFacts = """
        INSERT INTO facts (id, conversation_id, session_key_id, json)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[])
        """;

    private const string AddCiphertexts = "INSERT INTO ciphertexts (id, iv, body) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[])";

    private const string AddConversationChanges = """
        INSERT INTO conversation_changes (id, conversation_id, kind, subject, ordinals)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[])
        """;

    private const string SetReceiptChanges = """
        INSERT INTO receipt_changes (id, conversation_id, changed, ordinals)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[])
        ON CONFLICT (id) DO UPDATE SET changed = excluded.changed, ordinals = excluded.ordinals
        """;

    private const string MoveHead = "UPDATE networks SET head = $1, head_hash = $2, head_signature = $3, head_ts = $4, changed = $5 WHERE id = $6 AND head = $7";

    public static void Add(NpgsqlBatch batch, Changes changes)
    {
        if (changes.Messages.Count > 0) batch.BatchCommands.Add(Messages(changes.Messages));
        if (changes.Counters.Count > 0)
            batch.BatchCommands.Add(Command(MoveCounters, Column(changes.Counters, row => row.MessageId), Column(changes.Counters, row => row.Readed), Column(changes.Counters, row => row.Delivered),
                Column(changes.Counters, row => row.Changed)));
        if (changes.Receipts.Count > 0)
        {
            List<ReceiptsRow> rows = changes.Receipts;
            batch.BatchCommands.Add(Command(MoveReceipts, Column(rows, row => row.ConversationId), Column(rows, row => row.UserKey),
                Column(rows, row => row.ReadSet), Column(rows, row => row.DeliveredSet), Column(rows, row => row.CountableRead)));
        }
        if (changes.Facts.Count > 0) AddJournal(batch, changes.Facts);
        AddChanges(batch, changes);
        foreach ((Networks.Network network, JournalHead from, JournalHead to) in changes.Heads)
        {
            batch.BatchCommands.Add(Command(MoveHead, Value(to.Sequence), Value(to.Hash), Value(to.Signature), Value(to.TimeMicroseconds), Value(to.Changed), Value(network.Id), Value(from.Sequence)));
        }
    }

    private static NpgsqlBatchCommand Messages(List<MessageRow> rows) => Command(AddMessages,
        Column(rows, row => row.Id), Column(rows, row => row.Uuid.Value), Column(rows, row => row.UserKey), Column(rows, row => row.SessionKeyUuid.Value),
        Column(rows, row => row.FactId), Column(rows, row => row.CreatedMs), Column(rows, row => (long)row.Flags), Column(rows, row => row.EventType),
        Column(rows, row => row.EventUserKey), Column(rows, row => row.ReplyUuid?.Value), Column(rows, row => (long)row.Members), Column(rows, row => row.Countable), Column(rows, row => row.Changed));

    private static void AddJournal(NpgsqlBatch batch, List<FactRow> facts)
    {
        batch.BatchCommands.Add(Command(AddFacts, Column(facts, row => row.Id), Column(facts, row => row.ConversationId), Column(facts, row => row.SessionKeyId), Column(facts, row => row.Json)));
        List<FactRow> said = [.. facts.Where(fact => fact.Body is not null)];
        if (said.Count > 0) batch.BatchCommands.Add(Command(AddCiphertexts, Column(said, row => row.Id), Column(said, row => row.Iv), Column(said, row => row.Body)));
    }

    private static void AddChanges(NpgsqlBatch batch, Changes changes)
    {
        if (changes.ConversationChanges is { Count: > 0 } told)
            batch.BatchCommands.Add(Command(AddConversationChanges, Column(told, row => row.Id), Column(told, row => row.ConversationId), Column(told, row => (long)row.Kind),
                Column(told, row => row.Subject), Column(told, row => row.Ordinals)));
        if (changes.ReceiptChanges is { Count: > 0 } moved)
            batch.BatchCommands.Add(Command(SetReceiptChanges, Column(moved, row => row.Id), Column(moved, row => row.ConversationId), Column(moved, row => row.Changed),
                Column(moved, row => row.Ordinals)));
    }

    public static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        NpgsqlBatchCommand command = new(sql);
        foreach (NpgsqlParameter parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    public static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter<TValue[]> Column<TRow, TValue>(List<TRow> rows, Func<TRow, TValue> value)
    {
        TValue[] column = new TValue[rows.Count];
        for (int i = 0; i < column.Length; i++) column[i] = value(rows[i]);
        return Value(column);
    }
}
