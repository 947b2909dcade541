using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.CatchingUp;

/// <summary>What is stored for devices that were away.</summary>
internal static class ChangeStore
{
    /// <summary>Ids in one statement, far below what either engine takes.</summary>
    private const int ChunkIds = 500;

    private sealed record MarkRow(long KindNumber, string? UserId, byte[] Ordinals);

    /// <summary>The key of a change's row.</summary>
    public static long Id(Network network, long number) => network.Id << JournalWriter.SequenceBits | number;

    /// <summary>This moment as the snapshot has it, and up to where changes may be forgotten.</summary>
    public static (ChangePoint Now, long Forgotten) Now(DbConnection sql, Network network, long nowMs)
    {
        (long changed, long sequence, long forgotten) =
            sql.QuerySingle<(long, long, long)>("SELECT changed, head, changes_forgotten FROM networks WHERE id = @id", new { id = network.Id });
        return (new ChangePoint(changed, sequence, FactHash(sql, network, sequence), nowMs), forgotten);
    }

    /// <summary>The first bytes of a fact's hash; 0 where there is no such fact.</summary>
    public static long FactHash(DbConnection sql, Network network, long sequence) =>
        sql.QuerySingleOrDefault<byte[]>("SELECT json FROM facts WHERE id = @id", new { id = JournalWriter.FactId(network, sequence) }) is { } fact
            ? BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(fact))
            : 0;

    /// <summary>In the order of their ids, from one on. Found by a few seeks for each of the user's own, whatever happens elsewhere in the network.</summary>
    public static List<ChangedConversation> Conversations(DbConnection sql, Caller caller, ChangePoint since, long from) => sql.Query<ChangedConversation>("""
        SELECT * FROM (
            SELECT c.id AS Id, c.uuid AS Uuid, m.active AS Active, c.deleted AS Deleted, m.changed AS Membership, m.spans AS Spans, m.read_set AS ReadSet,
                   COALESCE((SELECT x.id FROM conversation_changes x WHERE x.conversation_id = c.id ORDER BY x.id DESC LIMIT 1), 0) AS LastChangeId,
                   COALESCE((SELECT r.changed FROM receipt_changes r WHERE r.conversation_id = c.id ORDER BY r.id DESC LIMIT 1), 0) AS LastReceipt,
                   COALESCE((SELECT l.fact_id FROM messages l WHERE l.id BETWEEN c.id << 32 AND (c.id << 32) | 4294967295 ORDER BY l.id DESC LIMIT 1), 0) AS LastFactId
            FROM members m JOIN conversations c ON c.id = m.conversation_id
            WHERE m.user_key = @user AND m.active = 1 AND c.deleted = 0 AND m.conversation_id >= @from) AS mine
        WHERE Membership > @since OR LastChangeId > @sinceId OR LastReceipt > @since OR LastFactId > @sinceFact
        UNION ALL
        SELECT c.id, c.uuid, m.active, c.deleted, m.changed, m.spans, m.read_set, 0, 0, 0
        FROM members m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.user_key = @user AND m.active = 0 AND m.changed > @since AND m.conversation_id >= @from
        ORDER BY 1
        """, new
    {
        user = caller.UserKey, from, since = since.Changed, sinceId = Id(caller.Network, since.Changed), sinceFact = JournalWriter.FactId(caller.Network, since.Sequence),
    }).AsList();

    /// <summary>Of a conversation but its messages, the first that were changed last after <paramref name="at"/>.</summary>
    public static List<LastChange> LastChanges(DbConnection sql, long conversationId, long since, long at, int most) => sql.Query<LastChange>($"""
        SELECT MAX(id) AS Id, kind AS Kind, subject AS Subject FROM conversation_changes
        WHERE conversation_id = @conversationId AND id > @since
          AND kind NOT IN ({(int)ChangeKind.KeyPairChanged}, {(int)ChangeKind.MessagesDeleted}, {(int)ChangeKind.MessagesMarked}, {(int)ChangeKind.FileReady})
        GROUP BY kind, subject HAVING MAX(id) > @at ORDER BY MAX(id) LIMIT @most
        """, new { conversationId, since, at, most }).AsList();

    /// <summary>Files that are ready since a moment, the first after <paramref name="at"/>.</summary>
    public static List<ReadyFile> ReadyFiles(DbConnection sql, Network network, long conversationId, ChangePoint since, long at) => sql.Query<ReadyFile>($"""
        SELECT x.id AS Id, f.message_id AS MessageId, m.uuid AS MessageUuid, m.flags AS FlagBits, f.download_name AS DownloadName
        FROM conversation_changes x JOIN files f ON f.id = x.subject AND f.conversation_id = x.conversation_id AND f.ready = 1 JOIN messages m ON m.id = f.message_id
        WHERE x.conversation_id = @conversationId AND x.id > @after AND x.kind = {(int)ChangeKind.FileReady} ORDER BY x.id LIMIT {ChunkIds}
        """, new { conversationId, after = Math.Max(at, Id(network, since.Changed)) }).AsList();

    public static Dictionary<long, MentionedUser> Mentioned(DbConnection sql, long conversationId, IReadOnlyCollection<long> userKeys) => userKeys.Distinct().Chunk(ChunkIds)
        .SelectMany(chunk => sql.Query<MentionedUser>($"""
            SELECT u.id AS Id, u.user_id AS UserId, m.active AS Active
            FROM users u LEFT JOIN members m ON m.conversation_id = @conversationId AND m.user_key = u.id WHERE {sql.AnyOf("u.id", "chunk")}
            """, new { conversationId, chunk })).ToDictionary(user => user.Id);

    /// <summary>The ordinal of the last message that there was at a moment; the largest there can be where it is still the last.</summary>
    public static long LastKnown(DbConnection sql, Network network, ChangePoint since, ChangedConversation conversation)
    {
        long fact = JournalWriter.FactId(network, since.Sequence);
        if (conversation.LastFactId <= fact) return MessageStore.OrdinalMaximum;
        return sql.QueryFirstOrDefault<long>("SELECT id FROM messages WHERE id BETWEEN @first AND @last AND fact_id <= @fact ORDER BY id DESC LIMIT 1",
            new { first = MessageStore.FirstId(conversation.Id), last = MessageStore.IdOf(conversation.Id, RangeSet.Open), fact }) & MessageStore.OrdinalMaximum;
    }

    /// <summary>Which messages of a conversation changed since a moment, and a minute before it.</summary>
    public static MessageMarks Marks(DbConnection sql, Network network, ChangePoint since, ChangedConversation conversation)
    {
        (RangeSet ordinals, Dictionary<long, UserId> deletedBy, RangeSet forAll) = (new RangeSet(), [], new RangeSet());
        var range = new { id = conversation.Id, since = since.Changed, sinceId = Id(network, since.Changed) };
        if (conversation.LastReceipt > range.since)
        {
            foreach (byte[] moved in sql.Query<byte[]>("""
                SELECT ordinals FROM receipt_changes WHERE conversation_id = @id AND changed > @since
                  AND id >= COALESCE((SELECT id FROM receipt_changes WHERE conversation_id = @id AND id <= @sinceId ORDER BY id DESC LIMIT 1), 0)
                """, range)) AddTo(ordinals, moved);
        }
        if (conversation.LastChangeId <= range.sinceId) return new MessageMarks(ordinals, deletedBy, forAll);
        foreach (MarkRow mark in sql.Query<MarkRow>($"""
            SELECT x.kind AS KindNumber, u.user_id AS UserId, x.ordinals AS Ordinals FROM conversation_changes x LEFT JOIN users u ON u.id = x.subject
            WHERE x.conversation_id = @id AND x.id > @sinceId AND x.kind IN ({(int)ChangeKind.MessagesDeleted}, {(int)ChangeKind.MessagesMarked}) ORDER BY x.id
            """, range))
        {
            AddTo(ordinals, mark.Ordinals);
            if (mark.KindNumber == (int)ChangeKind.MessagesMarked) AddTo(forAll, mark.Ordinals);
            else foreach (long ordinal in RangeSet.FromBytes(mark.Ordinals).Numbers) deletedBy[ordinal] = new(mark.UserId!);
        }
        return new MessageMarks(ordinals, deletedBy, forAll);
    }

    private static void AddTo(RangeSet set, byte[] ordinals)
    {
        foreach ((long from, long to) in RangeSet.FromBytes(ordinals).Ranges) set.AddRange(from, to);
    }

    /// <summary>Messages by their ordinals, in their order.</summary>
    public static List<ChangedMessage> Messages(DbConnection sql, long conversationId, long[] ordinals) => sql.Query<ChangedMessage>($"""
        SELECT id AS Id, uuid AS Uuid, user_key AS UserKey, members AS Members, readed AS Readed, delivered AS Delivered, flags AS FlagBits, changed AS Changed
        FROM messages WHERE {sql.AnyOf("id", "ids")} ORDER BY id
        """, new { ids = ordinals.Select(ordinal => MessageStore.IdOf(conversationId, ordinal)).ToArray() }).AsList();

    /// <summary>Entries of the user's contact list that changed, by the keys of those they are about, from after one on.</summary>
    public static IEnumerable<(long Key, UserId Contact)> Contacts(DbConnection sql, Caller caller, ChangePoint since, long after, int most) => sql.Query<(long Key, string UserId)>("""
        SELECT x.contact_key, u.user_id FROM contact_changes x JOIN users u ON u.id = x.contact_key
        WHERE x.user_key = @user AND x.contact_key > @after AND x.id > @sinceId ORDER BY x.contact_key LIMIT @most
        """, new { user = caller.UserKey, after, most, sinceId = Id(caller.Network, since.Changed) }).Select(row => (row.Key, new UserId(row.UserId)));

    /// <summary>Other key pairs of the user himself, his contacts, and those he shares a conversation with, from after one user on.</summary>
    public static IEnumerable<(long Key, UserId User, string PublicKey)> PublicKeys(DbConnection sql, Caller caller, ChangePoint since, long after, int most) =>
        sql.Query<(long Key, string UserId, string PublicKey)>($"""
            SELECT u.id, u.user_id, u.public_key FROM users u
            WHERE u.id IN (SELECT contact_key FROM contacts WHERE user_key = @user
                           UNION SELECT x.subject FROM members m JOIN conversation_changes x ON x.conversation_id = m.conversation_id
                                 WHERE m.user_key = @user AND m.active = 1 AND x.id > @sinceId AND x.kind = {(int)ChangeKind.KeyPairChanged}
                           UNION SELECT CAST(@user AS BIGINT))
              AND u.keys_changed > @since AND u.public_key IS NOT NULL AND u.id > @after
            ORDER BY u.id LIMIT @most
            """, new { user = caller.UserKey, after, most, since = since.Changed, sinceId = Id(caller.Network, since.Changed) })
            .Select(row => (row.Key, new UserId(row.UserId), row.PublicKey));

    /// <summary>Notes changed entries of contact lists.</summary>
    public static void TouchContacts(DbConnection sql, Network network, IEnumerable<(long UserKey, long ContactKey, long Changed)> entries) => sql.InsertMany(
        "INSERT INTO contact_changes (user_key, contact_key, id)", [.. entries.Select(entry => (object?[])[entry.UserKey, entry.ContactKey, Id(network, entry.Changed)])],
        "ON CONFLICT (user_key, contact_key) DO UPDATE SET id = excluded.id");
}
