using System.Buffers.Binary;
using System.Data.Common;
using Dapper;
using Hansard.Bench.Setup;

namespace Hansard.Bench.Stored;

/// <summary>
/// A server's database while no server runs: messages go in past it, by the engine's bulk load, and everything that counts them follows.
/// Knows the tables of <c>Storage/Migrations</c> as they are.
/// </summary>
internal abstract class StoredDatabase(string dataFolder)
{
    private sealed record MemberRow(long ConversationId, string ConversationUuid, long Key, string UserId, string DeviceId);

    /// <summary>Bytes that the database takes on the disk.</summary>
    public abstract long Bytes { get; }

    protected abstract DbConnection Open();

    /// <summary>Adds rows to messages, facts and ciphertexts; durable when it returns.</summary>
    protected abstract void Load(Filling filling, IEnumerable<LoadedRow> rows);

    /// <summary>Brings the tables to where the engine's own upkeep brings them sooner or later, so that it does not work while something is measured.</summary>
    protected abstract void Settle();

    public JournalEnd JournalEnd()
    {
        using DbConnection sql = Open();
        (long id, long head, byte[] hash, long time) = sql.QuerySingle<(long, long, byte[], long)>(
            "SELECT id, head, head_hash, head_ts FROM networks WHERE name = @name", new { name = HansardServer.Network });
        return new JournalEnd(id, head, hash, time);
    }

    /// <summary>A fact as it is stored.</summary>
    public byte[] Fact(long id)
    {
        using DbConnection sql = Open();
        return sql.QuerySingle<byte[]>("SELECT json FROM facts WHERE id = @id", new { id });
    }

    /// <summary>The conversations with their keys in the database.</summary>
    public IReadOnlyList<StoredConversation> Find(IReadOnlyList<Conversation> conversations)
    {
        using DbConnection sql = Open();
        ILookup<string, MemberRow> rows = sql.Query<MemberRow>("""
            SELECT c.id AS ConversationId, c.uuid AS ConversationUuid, u.id AS Key, u.user_id AS UserId, a.device_id AS DeviceId
            FROM conversations c JOIN members m ON m.conversation_id = c.id JOIN users u ON u.id = m.user_key JOIN applications a ON a.user_key = u.id
            """).ToLookup(row => row.ConversationUuid);
        return [.. conversations.Select((conversation, number) => new StoredConversation(number, rows[conversation.Uuid].First().ConversationId, conversation,
            [.. conversation.Members.Select(account => rows[conversation.Uuid].Single(row => row.UserId == account.UserId))
                .Select(row => new StoredMember(row.Key, row.UserId, row.DeviceId))]))];
    }

    public void Fill(Filling filling, TextWriter progress)
    {
        using (DbConnection sql = Open())
        {
            long last = sql.ExecuteScalar<long>("SELECT MAX(id & 4294967295) FROM messages");
            if (last != StoredConversation.EventOrdinal) throw new LoadFailure($"a conversation has {last} messages already");
            // Everybody has seen how it began.
            sql.Execute("UPDATE messages SET readed = members, delivered = members WHERE readed < members OR delivered < members", commandTimeout: 0);
        }
        Load(filling, Told(filling, progress));
        using (DbConnection sql = Open()) Follow(sql, filling);
        Settle();
    }

    private static IEnumerable<LoadedRow> Told(Filling filling, TextWriter progress)
    {
        const int Parts = 10;
        long part = Math.Max(1, filling.Messages / Parts), stored = 0;
        foreach (LoadedRow row in filling.Rows())
        {
            yield return row;
            if (++stored % part == 0) progress.WriteLine($"  {stored:n0} of {filling.Messages:n0} messages loaded");
        }
    }

    /// <summary>Moves the journal's head and the members' receipts.</summary>
    private void Follow(DbConnection sql, Filling filling)
    {
        JournalEnd end = filling.To!;
        using DbTransaction transaction = sql.BeginTransaction();
        sql.Execute("UPDATE networks SET head = @head, head_hash = @hash, head_signature = @signature, head_ts = @time WHERE id = @id",
            new { head = end.Sequence, hash = end.HeadHash, signature = end.Sign(dataFolder), time = end.TimeMicroseconds, id = end.NetworkId }, transaction);
        byte[] all = Ranges([(1, filling.Last)]);
        long countable = filling.Last - StoredConversation.EventOrdinal;
        foreach (StoredConversation conversation in filling.Conversations)
        {
            sql.Execute("UPDATE members SET read_set = @all, delivered_set = @all, countable_read = @countable WHERE conversation_id = @id",
                new { all, countable, id = conversation.Id }, transaction);
            sql.Execute("UPDATE members SET read_set = @read, countable_read = @countable WHERE conversation_id = @id AND user_key = @reader", new
            {
                read = Ranges(conversation.Read(filling.Last)), countable = countable - conversation.Unread(filling.Last), id = conversation.Id, reader = conversation.Reader.Key,
            }, transaction);
        }
        transaction.Commit();
    }

    /// <summary>As the server stores a set of ordinals: pairs of little-endian 64-bit numbers.</summary>
    private static byte[] Ranges(IReadOnlyList<(long From, long To)> ranges)
    {
        byte[] bytes = new byte[ranges.Count * 2 * sizeof(long)];
        foreach ((int place, (long from, long to)) in ranges.Index())
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(place * 2 * sizeof(long)), from);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(((place * 2) + 1) * sizeof(long)), to);
        }
        return bytes;
    }
}
