using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Hansard.Server.Storage.Sqlite;
using Hansard.Shared;
using Hansard.System.Tests.Client;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Hansard.System.Tests.Crash;

/// <summary>What a server has stored, read past it and checked with nothing of its code.</summary>
internal sealed class StoredJournal
{
    private const int SequenceBits = 44;

    /// <summary>Uuids of messages that are no events, by conversation, in their order.</summary>
    public required ILookup<string, string> Messages { get; init; }

    public static StoredJournal Check(TestNetwork network) => Check(network.DataFolder, network.Database);

    /// <param name="database">A connection string; null for SQLite in the folder.</param>
    public static StoredJournal Check(string dataFolder, string? database = null)
    {
        using DbConnection sql = database is not null ? new NpgsqlConnection(database) : OpenFile(Path.Combine(dataFolder, "hansard.db"));
        sql.Open();
        using DbTransaction snapshot = sql is SqliteConnection file ? file.BeginTransaction(deferred: true) : sql.BeginTransaction(IsolationLevel.RepeatableRead);
        if (sql is SqliteConnection) Assert.Equal("ok", sql.ExecuteScalar<string>("PRAGMA integrity_check"));
        CheckChain(sql, dataFolder);
        CheckMessages(sql);
        return new StoredJournal
        {
            Messages = sql.Query<(string Conversation, string Uuid)>(
                "SELECT c.uuid, m.uuid FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.event_type IS NULL ORDER BY m.id")
                .ToLookup(message => message.Conversation, message => message.Uuid),
        };
    }

    private static SqliteConnection OpenFile(string path)
    {
        // Two SQLite libraries in one process would not know each other's handles: it must be the one that the server in this process chose.
        _ = NativeSqlite.Version;
        return new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
    }

    /// <summary>Facts without a gap, and a head that follows from them and is signed.</summary>
    private static void CheckChain(DbConnection sql, string dataFolder)
    {
        var (name, head, headHash, signature) = sql.QuerySingle<(string, long, byte[], byte[])>("SELECT name, head, head_hash, head_signature FROM networks");
        var hash = new byte[32];
        long sequence = 0;
        foreach (var (id, json) in sql.Query<(long Id, byte[] Json)>("SELECT id, json FROM facts ORDER BY id", buffered: false))
        {
            Assert.Equal(++sequence, id & ((1L << SequenceBits) - 1));
            using var fact = JsonDocument.Parse(json);
            Assert.Equal(sequence, fact.RootElement.GetProperty("seq").GetInt64());
            var number = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(number, sequence);
            hash = SHA256.HashData([.. hash, .. number, .. SHA256.HashData(json)]);
        }
        Assert.Equal(head, sequence);
        Assert.Equal(Convert.ToHexStringLower(headHash), Convert.ToHexStringLower(hash));
        var signed = Encoding.UTF8.GetBytes($"hansard/journal-head/1\n{name}\n{head}\n{Convert.ToHexStringLower(hash)}\n");
        var key = Ed25519.PublicKey(File.ReadAllBytes(Path.Combine(dataFolder, "journal.key")));
        Assert.True(Ed25519.Verify(key, signed, signature), "the head's signature");
    }

    /// <summary>Each message has its fact, each fact its message, and no conversation a hole.</summary>
    private static void CheckMessages(DbConnection sql)
    {
        var stored = sql.Query<(long Id, string Conversation, string Uuid)>(
            "SELECT m.id, c.uuid, m.uuid FROM messages m JOIN conversations c ON c.id = m.conversation_id ORDER BY m.id").AsList();
        var recorded = sql.Query<byte[]>("SELECT json FROM facts ORDER BY id").Select(json => JsonDocument.Parse(json).RootElement)
            .Where(fact => fact.GetProperty("kind").GetString() == "messageAdded")
            .Select(fact => (fact.GetProperty("conversationUuid").GetString()!, fact.GetProperty("body").GetProperty("messageUuid").GetString()!));
        foreach (var conversation in stored.GroupBy(message => message.Conversation))
            Assert.Equal(Enumerable.Range(1, conversation.Count()).Select(ordinal => (long)ordinal), conversation.Select(message => message.Id & 0xFFFF_FFFF));
        Assert.Equal(stored.Select(message => (message.Conversation, message.Uuid)).Order(), recorded.Order());
    }
}
