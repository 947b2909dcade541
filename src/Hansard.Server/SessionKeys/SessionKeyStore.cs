using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Accounts;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.SessionKeys;

/// <summary>A session key as wrapped for one user, with its conversation and its predecessor.</summary>
internal sealed record StoredWrap(
    long KeyId, string Uuid, string? PreviousUuid, string ConversationUuid, string KeyEncrypted, string Signature, string SignerUserId,
    string SignerKeyPairUuid, long CreatedMs)
{
    public SessionKeyView View(ConversationUuid conversation, UserId owner) => new(
        new(Uuid), conversation, owner, KeyEncrypted, Signature, CreatedMs, new(SignerKeyPairUuid), new UserId(SignerUserId),
        PreviousUuid is null ? null : new SessionKeyUuid(PreviousUuid));
}

/// <summary>The current key of a conversation, under which nothing more may be said.</summary>
internal readonly record struct ClosedKey(long ConversationId, ConversationUuid Conversation, SessionKeyUuid Key);

/// <summary>The tables session_keys, session_key_wraps and session_key_checks.</summary>
internal static class SessionKeyStore
{
    /// <summary>Keys in one statement, far below what either engine takes.</summary>
    private const int ChunkKeys = 500;

    private const string Select = """
        SELECT k.id AS KeyId, k.uuid AS Uuid, k.previous_uuid AS PreviousUuid, c.uuid AS ConversationUuid, w.key_encrypted AS KeyEncrypted, w.signature AS Signature,
               s.user_id AS SignerUserId, w.signer_key_pair_uuid AS SignerKeyPairUuid, w.created_ms AS CreatedMs
        FROM session_key_wraps w
        JOIN session_keys k ON k.id = w.session_key_id
        JOIN conversations c ON c.id = k.conversation_id
        JOIN users s ON s.id = w.signer_user_key

        """;

    public static StoredWrap? WrapOf(DbConnection sql, long conversationId, SessionKeyUuid key, long userKey) =>
        sql.QuerySingleOrDefault<StoredWrap>(Select + "WHERE k.conversation_id = @conversationId AND k.uuid = @uuid AND w.user_key = @userKey",
            new { conversationId, uuid = key.Value, userKey });

    /// <summary>The user's wraps of some keys, by the keys; those that were not wrapped for him are absent.</summary>
    public static Dictionary<long, StoredWrap> WrapsOf(DbConnection sql, IReadOnlyCollection<long> keyIds, long userKey) => keyIds.Chunk(ChunkKeys)
        .SelectMany(chunk => sql.Query<StoredWrap>(Select + $"WHERE {sql.AnyOf("w.session_key_id", "chunk")} AND w.user_key = @userKey", new { chunk, userKey }))
        .ToDictionary(wrap => wrap.KeyId);

    /// <summary>The user's wraps of the current key of each of his conversations.</summary>
    public static IEnumerable<StoredWrap> CurrentWrapsOf(DbConnection sql, long userKey) =>
        sql.Query<StoredWrap>(Select + """
            JOIN members m ON m.conversation_id = c.id AND m.user_key = w.user_key AND m.active = 1
            WHERE w.user_key = @userKey AND c.session_key_id = k.id AND c.deleted = 0
            ORDER BY k.id
            """, new { userKey });

    public static long Add(DbConnection sql, long conversationId, SessionKeyUuid uuid, SessionKeyUuid? previous, long createdMs) =>
        sql.ExecuteScalar<long>("""
            INSERT INTO session_keys (conversation_id, uuid, previous_uuid, closed, created_ms)
            VALUES (@conversationId, @uuid, @previous, NULL, @createdMs) RETURNING id
            """, new { conversationId, uuid = uuid.Value, previous = previous?.Value, createdMs });

    public static void AddWraps(DbConnection sql, long keyId, IEnumerable<(Recipient Recipient, SessionKeyValue Value)> wraps, long signerKey, long createdMs) => sql.InsertMany(
        "INSERT INTO session_key_wraps (session_key_id, user_key, key_pair_uuid, key_encrypted, signature, signer_user_key, signer_key_pair_uuid, created_ms)",
        [.. wraps.Select(wrap => (object?[])
            [keyId, wrap.Recipient.Id, wrap.Recipient.KeyPairUuid, wrap.Value.KeyEncryptedBase64, wrap.Value.SignatureBase64, signerKey, wrap.Value.SignerKeyPairUuid.Value, createdMs])]);

    /// <summary>Nobody needs the keys of a conversation any more that nobody can come to.</summary>
    public static void EraseWraps(DbConnection sql, long conversationId) =>
        sql.Execute("DELETE FROM session_key_wraps WHERE session_key_id IN (SELECT id FROM session_keys WHERE conversation_id = @conversationId)", new { conversationId });

    public static void Close(DbConnection sql, long keyId, string reason) =>
        sql.Execute("UPDATE session_keys SET closed = @reason WHERE id = @keyId AND closed IS NULL", new { keyId, reason });

    /// <summary>Closes the current key of every conversation of a network, and says which were open.</summary>
    public static List<(long ConversationId, ConversationUuid Uuid, SessionKeyUuid Key)> CloseCurrent(DbConnection sql, Network network, string reason)
    {
        List<(long, string, string)> open = sql.Query<(long, string, string)>("""
            SELECT c.id, c.uuid, k.uuid FROM conversations c JOIN session_keys k ON k.id = c.session_key_id
            WHERE c.network_id = @network AND c.deleted = 0 AND k.closed IS NULL ORDER BY c.id
            """, new { network = network.Id }).AsList();
        sql.Execute("""
            UPDATE session_keys SET closed = @reason
            WHERE closed IS NULL AND id IN (SELECT session_key_id FROM conversations WHERE network_id = @network AND deleted = 0)
            """, new { network = network.Id, reason });
        return [.. open.Select(row => (row.Item1, new ConversationUuid(row.Item2), new SessionKeyUuid(row.Item3)))];
    }

    /// <summary>Closes the current key of every conversation that a user is in, and says which were open.</summary>
    public static List<ClosedKey> CloseAllOf(DbConnection sql, long userKey, string reason) => [.. sql.Query<(long Id, string Conversation, string Key)>("""
        UPDATE session_keys SET closed = @reason
        WHERE closed IS NULL AND id IN (
            SELECT c.session_key_id FROM members m JOIN conversations c ON c.id = m.conversation_id
            WHERE m.user_key = @userKey AND m.active = 1 AND c.deleted = 0)
        RETURNING conversation_id, (SELECT uuid FROM conversations WHERE id = session_keys.conversation_id), uuid
        """, new { userKey, reason }).OrderBy(row => row.Id).Select(row => new ClosedKey(row.Id, new(row.Conversation), new(row.Key)))];

    /// <summary>Notes a recorder's verdict; false where it was given before.</summary>
    public static bool Judge(DbConnection sql, long keyId, long recorderKey, bool confirmed, string? reason) =>
        sql.Execute("""
            INSERT INTO session_key_checks (session_key_id, recorder_key, confirmed, reason) VALUES (@keyId, @recorderKey, @confirmed, @reason)
            ON CONFLICT (session_key_id, recorder_key) DO NOTHING
            """, new { keyId, recorderKey, confirmed = confirmed ? 1 : 0, reason }) > 0;
}
