using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Contacts;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Contacts;

/// <summary>The contacts table. A whole list comes at once, so nothing here asks contact by contact.</summary>
internal static class ContactStore
{
    /// <summary>Rows in one statement: with five parameters each far below what either engine takes.</summary>
    private const int ChunkRows = 100;

    /// <summary>Ids in one statement, far below what either engine takes.</summary>
    private const int ChunkIds = 500;

    private sealed record Row(string UserId, long ContactKey, string ContactIdEncrypted, string? NickEncrypted, string? TrustedFingerprintEncrypted);

    /// <summary>A user's list, by the ids of those in it, in no order.</summary>
    public static Dictionary<UserId, (long Key, ContactView Contact)> Of(DbConnection sql, long userKey) => sql.Query<Row>("""
        SELECT u.user_id AS UserId, c.contact_key AS ContactKey, c.contact_id_encrypted AS ContactIdEncrypted, c.nick_encrypted AS NickEncrypted,
               c.trusted_fingerprint_encrypted AS TrustedFingerprintEncrypted
        FROM contacts c JOIN users u ON u.id = c.contact_key WHERE c.user_key = @userKey
        """, new { userKey }).ToDictionary(
            row => new UserId(row.UserId),
            row => (row.ContactKey, new ContactView(new(row.UserId), row.ContactIdEncrypted, row.NickEncrypted, row.TrustedFingerprintEncrypted)));

    /// <summary>Those of the ids that are registered, people and bots.</summary>
    public static Dictionary<UserId, long> Registered(DbConnection sql, Network network, IReadOnlyList<UserId> userIds) => userIds.Chunk(ChunkIds)
        .SelectMany(chunk => sql.Query<(string UserId, long Key)>(
            $"SELECT user_id, id FROM users WHERE network_id = @network AND {sql.AnyOf("user_id", "ids")} AND registered IS NOT NULL",
            new { network = network.Id, ids = chunk.Select(userId => userId.Value).ToArray() }))
        .ToDictionary(row => new UserId(row.UserId), row => row.Key);

    /// <summary>Adds these, or puts them in the place of what there is of the same people.</summary>
    public static void Set(DbConnection sql, long userKey, IReadOnlyList<(long Key, ContactView Contact)> contacts)
    {
        foreach ((long, ContactView)[] chunk in contacts.Chunk(ChunkRows)) SetChunk(sql, userKey, chunk);
    }

    private static void SetChunk(DbConnection sql, long userKey, (long Key, ContactView Contact)[] chunk)
    {
        DynamicParameters parameters = new(new { userKey });
        for (int i = 0; i < chunk.Length; i++)
        {
            (long key, ContactView contact) = chunk[i];
            parameters.Add($"key{i}", key);
            parameters.Add($"id{i}", contact.ContactIdEncrypted);
            parameters.Add($"nick{i}", contact.NickEncrypted);
            parameters.Add($"print{i}", contact.TrustedFingerprintEncrypted);
        }
        string rows = string.Join(", ", chunk.Select((_, i) => $"(@userKey, @key{i}, @id{i}, @nick{i}, @print{i})"));
        sql.Execute($"""
            INSERT INTO contacts (user_key, contact_key, contact_id_encrypted, nick_encrypted, trusted_fingerprint_encrypted) VALUES {rows}
            ON CONFLICT (user_key, contact_key) DO UPDATE SET contact_id_encrypted = excluded.contact_id_encrypted,
                nick_encrypted = excluded.nick_encrypted, trusted_fingerprint_encrypted = excluded.trusted_fingerprint_encrypted
            """, parameters);
    }

    public static void Remove(DbConnection sql, long userKey, IReadOnlyList<long> contacts)
    {
        foreach (long[] chunk in contacts.Chunk(ChunkIds))
            sql.Execute($"DELETE FROM contacts WHERE user_key = @userKey AND {sql.AnyOf("contact_key", "chunk")}", new { userKey, chunk });
    }
}
