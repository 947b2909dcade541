using System.Data.Common;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Hansard.Bench.Stored;

/// <summary>A PostgreSQL database: three streams of rows at once, one for each table.</summary>
internal sealed class PostgresStored(string dataFolder, string connectionString) : StoredDatabase(dataFolder)
{
    /// <summary>Facts in a partition: 2^22, as the server makes them.</summary>
    private const int PartitionBits = 22;

    private static readonly string[] Journals = ["facts", "ciphertexts"];

    public override long Bytes
    {
        get
        {
            using DbConnection sql = Open();
            return sql.ExecuteScalar<long>("SELECT pg_database_size(current_database())");
        }
    }

    protected override DbConnection Open()
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ToString());
        connection.Open();
        return connection;
    }

    protected override void Load(Filling filling, IEnumerable<LoadedRow> rows)
    {
        using NpgsqlConnection messages = (NpgsqlConnection)Open(), facts = (NpgsqlConnection)Open(), ciphertexts = (NpgsqlConnection)Open();
        MakePartitions(messages, filling);
        List<string> indexes = DropIndexes(messages);
        using (Copy message = new(messages, """
            messages (id, conversation_id, uuid, user_key, session_key_uuid, fact_id, created_ms, members, readed, delivered, countable, flags)
            """), fact = new(facts, "facts (id, conversation_id, json)"), ciphertext = new(ciphertexts, "ciphertexts (id, iv, body)"))
        {
            foreach (LoadedRow row in rows)
            {
                message.Row().Add(row.Id).Add(row.Conversation.Id).Add(row.Text.Uuid).Add(row.Author.Key).Add(row.Conversation.Known.SessionKeyUuid)
                    .Add(row.FactId).Add(row.CreatedMs).Add(row.Members).Add(row.Readed).Add(row.Members).Add(row.Countable).Add(0);
                fact.Row().Add(row.FactId).Add(row.Conversation.Id).Add(row.Fact);
                ciphertext.Row().Add(row.FactId).Add(row.Text.Iv).Add(row.Text.Body);
            }
            message.Complete();
            fact.Complete();
            ciphertext.Complete();
        }
        messages.Execute("SET maintenance_work_mem = '1GB'");
        foreach (string index in indexes) messages.Execute(index);
    }

    /// <summary>Those that the server would make when the first of their facts comes, and has not made yet.</summary>
    private static void MakePartitions(NpgsqlConnection sql, Filling filling)
    {
        Journal journal = new(filling.From);
        long first = journal.FactId(filling.From.Sequence + 1) >> PartitionBits, last = journal.FactId(filling.From.Sequence + filling.Messages) >> PartitionBits;
        foreach (string table in Journals)
            for (long number = first; number <= last; number++)
            {
                string name = $"{table}_{number}";
                if (sql.ExecuteScalar<string?>("SELECT to_regclass(@name)::text", new { name }) is not null) continue;
                sql.Execute($"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)");
                sql.Execute($"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({number << PartitionBits}) TO ({(number + 1) << PartitionBits})");
            }
    }

    /// <summary>Drops the indexes of messages, into which rows would go at random places; returns the statements that make them again as they were.</summary>
    private static List<string> DropIndexes(NpgsqlConnection sql)
    {
        List<(string Name, string Constraint, string Definition)> indexes = sql.Query<(string, string, string)>("""
            SELECT c.relname::text, COALESCE(pg_get_constraintdef(k.oid), ''), pg_get_indexdef(c.oid)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid LEFT JOIN pg_constraint k ON k.conindid = c.oid
            WHERE i.indrelid = 'messages'::regclass
            """).AsList();
        foreach ((string name, string constraint, _) in indexes) sql.Execute(constraint.Length > 0 ? $"ALTER TABLE messages DROP CONSTRAINT {name}" : $"DROP INDEX {name}");
        return [.. indexes.Select(index => index.Constraint.Length > 0 ? $"ALTER TABLE messages ADD CONSTRAINT {index.Name} {index.Constraint}" : index.Definition)];
    }

    /// <summary>As autovacuum would, which also does it after many insertions, and does it to each table that holds rows by itself.</summary>
    protected override void Settle()
    {
        using DbConnection sql = Open();
        foreach (string table in sql.Query<string>("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"))
            sql.Execute($"VACUUM (ANALYZE) {table}");
        sql.Execute("CHECKPOINT;");
    }

    /// <summary>One COPY that takes rows.</summary>
    private sealed class Copy(NpgsqlConnection connection, string table) : IDisposable
    {
        private readonly NpgsqlBinaryImporter importer = connection.BeginBinaryImport($"COPY {table} FROM STDIN (FORMAT BINARY)");

        public Copy Row()
        {
            importer.StartRow();
            return this;
        }

        public Copy Add(long value)
        {
            importer.Write(value, NpgsqlDbType.Bigint);
            return this;
        }

        public Copy Add(string value)
        {
            importer.Write(value, NpgsqlDbType.Text);
            return this;
        }

        public Copy Add(byte[] value)
        {
            importer.Write(value, NpgsqlDbType.Bytea);
            return this;
        }

        public void Complete() => importer.Complete();

        public void Dispose() => importer.Dispose();
    }
}
