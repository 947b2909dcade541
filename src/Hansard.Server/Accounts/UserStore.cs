using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>Somebody for whom session keys are wrapped; one without a key pair cannot open any.</summary>
internal sealed record Recipient(long Id, string UserId, string? KeyPairUuid, long IsBot, long Blocked);

/// <summary>The tables users, key_pairs and known_users.</summary>
internal static class UserStore
{
    /// <summary>The key of no user.</summary>
    public const long Nobody = 0;

    /// <summary>Users in one statement, far below what either engine takes.</summary>
    private const int ChunkUsers = 500;

    private static readonly string Select = SelectWithKeysOf("u");

    /// <summary>Keys are kilobytes: where they are shown to nobody but their owner, nobody else's are read.</summary>
    private static string SelectWithKeysOf(string table) => $"""
        SELECT u.id AS Id, u.user_id AS UserId, u.is_bot AS IsBot, u.registered AS Registered, u.created_ms AS CreatedMs, u.last_login_ms AS LastLoginMs,
               u.avatar_updated_ms AS AvatarUpdatedMs, u.keys_updated_ms AS KeysUpdatedMs, u.nick AS Nick, u.blocked AS Blocked,
               u.key_pair_uuid AS KeyPairUuid, {table}.public_key AS PublicKey, {table}.private_key_encrypted AS PrivateKeyEncrypted,
               {table}.metadata_key_encrypted AS MetadataKeyEncrypted
        FROM users u

        """;

    /// <summary>Somebody who has registered, or a bot; null for all others.</summary>
    public static StoredUser? Find(DbConnection sql, Network network, UserId userId) =>
        sql.QuerySingleOrDefault<StoredUser>(Select + "WHERE u.network_id = @network AND u.user_id = @userId AND u.registered IS NOT NULL",
            new { network = network.Id, userId = userId.Value });

    /// <summary>The keys of those of these users whom the network knows and who are people.</summary>
    public static List<long> PeopleAmong(DbConnection sql, Network network, IEnumerable<UserId> users) => [.. users.Select(user => user.Value).Chunk(ChunkUsers)
        .SelectMany(chunk => sql.Query<long>($"SELECT id FROM users WHERE network_id = @network AND is_bot = 0 AND {sql.AnyOf("user_id", "chunk")}", new { network = network.Id, chunk }))];

    public static StoredUser Get(DbConnection sql, long userKey) =>
        sql.QuerySingle<StoredUser>(Select + "WHERE u.id = @userKey", new { userKey });

    /// <summary>Everybody in any of the user's conversations, himself included, once each; with his own keys and nobody else's.</summary>
    public static IEnumerable<StoredUser> OfConversations(DbConnection sql, long userKey) =>
        sql.Query<StoredUser>(SelectWithKeysOf("own") + """
            LEFT JOIN users own ON own.id = u.id AND own.id = @userKey
            WHERE u.id IN (SELECT m.user_key FROM members mine JOIN members m ON m.conversation_id = mine.conversation_id
                           WHERE mine.user_key = @userKey AND mine.active = 1 AND m.active = 1)
            ORDER BY u.id
            """, new { userKey });

    /// <summary>Those of these users whom there are, as far as keys are wrapped for them.</summary>
    public static IEnumerable<Recipient> Recipients(DbConnection sql, Network network, IEnumerable<UserId> userIds) => userIds.Chunk(ChunkUsers)
        .SelectMany(chunk => sql.Query<Recipient>($"""
            SELECT id AS Id, user_id AS UserId, key_pair_uuid AS KeyPairUuid, is_bot AS IsBot, blocked AS Blocked FROM users
            WHERE network_id = @network AND {sql.AnyOf("user_id", "userIds")} AND registered IS NOT NULL
            """, new { network = network.Id, userIds = chunk.Select(userId => userId.Value).ToArray() }));

    /// <summary>
    /// The user, if there is one and the caller knows him. Both are always asked, also of an id that nobody has: neither the answer nor the
    /// time it takes tells a stranger that somebody is here.
    /// </summary>
    public static StoredUser? FindKnown(DbConnection sql, Caller caller, UserId userId)
    {
        long key = sql.ExecuteScalar<long?>("SELECT id FROM users WHERE network_id = @network AND user_id = @userId AND registered IS NOT NULL",
            new { network = caller.Network.Id, userId = userId.Value }) ?? Nobody;
        return Knows(sql, caller, userId, key) && key != Nobody ? Get(sql, key) : null;
    }

    /// <summary>The people among these users whom the caller knows, in a number of statements that tells no more either.</summary>
    public static Dictionary<UserId, Recipient> FindKnownPeople(DbConnection sql, Caller caller, IReadOnlyCollection<UserId> userIds)
    {
        Dictionary<UserId, Recipient> people = Recipients(sql, caller.Network, userIds).Where(user => user.IsBot == 0).ToDictionary(user => new UserId(user.UserId));
        HashSet<long> known = [];
        foreach (UserId[] chunk in userIds.Chunk(ChunkUsers))
        {
            long[] keys = [.. chunk.Select(userId => people.GetValueOrDefault(userId)?.Id ?? Nobody)];
            known.UnionWith(sql.Query<long>($"""
                SELECT known_key FROM known_users WHERE user_key = @caller AND {sql.AnyOf("known_key", "keys")}
                UNION
                SELECT m.user_key FROM members mine JOIN members m ON m.conversation_id = mine.conversation_id
                WHERE mine.user_key = @caller AND mine.active = 1 AND m.active = 1 AND {sql.AnyOf("m.user_key", "keys")}
                """, new { caller = caller.UserKey, keys }));
        }
        return people.Where(person => known.Contains(person.Value.Id) || IsShown(caller, person.Key)).ToDictionary();
    }

    private static bool Knows(DbConnection sql, Caller caller, UserId userId, long key) => IsShown(caller, userId) || sql.ExecuteScalar<long>("""
        SELECT EXISTS (SELECT 1 FROM known_users WHERE user_key = @caller AND known_key = @key)
            OR EXISTS (SELECT 1 FROM members mine JOIN members m ON m.conversation_id = mine.conversation_id
                       WHERE mine.user_key = @caller AND mine.active = 1 AND m.user_key = @key AND m.active = 1)
        """, new { caller = caller.UserKey, key }) != 0;

    /// <summary>Himself, those whom the network shows to everybody, and to a recorder everybody.</summary>
    private static bool IsShown(Caller caller, UserId userId)
    {
        NetworkSettings settings = caller.Network.Settings;
        return userId == caller.UserId || userId == settings.SupportId || userId == settings.AdminId
            || caller.Kind == CallerKind.Recorder
            || settings.Recorders.Any(recorder => recorder.UserId == userId);
    }

    /// <summary>Those who share a conversation with the user or hold him as contact, himself not.</summary>
    public static List<long> Acquaintances(DbConnection sql, long userKey) =>
        sql.Query<long>("""
            SELECT m.user_key FROM members mine JOIN members m ON m.conversation_id = mine.conversation_id
            WHERE mine.user_key = @userKey AND mine.active = 1 AND m.active = 1 AND m.user_key <> @userKey
            UNION
            SELECT user_key FROM contacts WHERE contact_key = @userKey AND user_key <> @userKey
            """, new { userKey }).AsList();

    /// <summary>The keys of the conversations that the user is a member of.</summary>
    public static List<long> Memberships(DbConnection sql, long userKey) =>
        sql.Query<long>("SELECT conversation_id FROM members WHERE user_key = @userKey AND active = 1 ORDER BY conversation_id", new { userKey }).AsList();

    /// <summary>Whose contact the user is.</summary>
    public static List<(long OwnerKey, UserId Owner)> ThoseWhoKeep(DbConnection sql, long userKey) => [.. sql.Query<(long Key, string UserId)>("""
        SELECT c.user_key, u.user_id FROM contacts c JOIN users u ON u.id = c.user_key WHERE c.contact_key = @userKey AND c.user_key <> @userKey ORDER BY c.user_key
        """, new { userKey }).Select(owner => (owner.Key, new UserId(owner.UserId)))];

    /// <summary>
    /// From now on he is nobody. His row stays for his id on what he wrote, and whether the network has blocked him; the black lists that name
    /// him stay too, or whoever is on one would come back without.
    /// </summary>
    public static void Delete(DbConnection sql, long userKey) => sql.Execute("""
        UPDATE users SET registered = NULL, created_ms = 0, last_login_ms = 0, avatar_updated_ms = 0, keys_updated_ms = 0, nick = NULL,
               key_pair_uuid = NULL, public_key = NULL, private_key_encrypted = NULL, metadata_key_encrypted = NULL
        WHERE id = @userKey;
        DELETE FROM applications WHERE user_key = @userKey;
        DELETE FROM codes WHERE user_key = @userKey;
        DELETE FROM params WHERE user_key = @userKey;
        DELETE FROM contacts WHERE user_key = @userKey;
        DELETE FROM contacts WHERE contact_key = @userKey;
        DELETE FROM contact_changes WHERE user_key = @userKey;
        DELETE FROM black_lists WHERE user_key = @userKey;
        DELETE FROM known_users WHERE user_key = @userKey;
        DELETE FROM known_users WHERE known_key = @userKey;
        DELETE FROM discovery_lookups WHERE user_key = @userKey
        """, new { userKey });

    /// <summary>The row of somebody who may be about to register; he stays nobody until he has.</summary>
    public static long Expect(DbConnection sql, Network network, UserId userId, long nowMs) => sql.ExecuteScalar<long>("""
        INSERT INTO users (network_id, user_id, is_bot, registered, created_ms, last_login_ms, avatar_updated_ms, keys_updated_ms, nick, blocked)
        VALUES (@network, @userId, 0, NULL, @nowMs, @nowMs, @nowMs, @nowMs, NULL, 0)
        ON CONFLICT (network_id, user_id) DO UPDATE SET user_id = excluded.user_id
        RETURNING id
        """, new { network = network.Id, userId = userId.Value, nowMs });

    /// <summary>From his first confirmed application on he is somebody, and as old as that.</summary>
    public static void Registered(DbConnection sql, long userKey, long now) => sql.Execute("""
        UPDATE users SET registered = @now, created_ms = @nowMs, last_login_ms = @nowMs, avatar_updated_ms = @nowMs, keys_updated_ms = @nowMs
        WHERE id = @userKey AND registered IS NULL
        """, new { userKey, now, nowMs = now / 1000 });

    public static void LoggedIn(DbConnection sql, long userKey, long nowMs) =>
        sql.Execute("UPDATE users SET last_login_ms = @nowMs WHERE id = @userKey", new { userKey, nowMs });

    public static void SetNick(DbConnection sql, long userKey, string? nick) =>
        sql.Execute("UPDATE users SET nick = @nick WHERE id = @userKey", new { userKey, nick });

    public static void SetKeys(DbConnection sql, long userKey, KeyPairUuid keyPair, RequestAddUserKeys keys, long now, long changed)
    {
        sql.Execute("""
            UPDATE users SET key_pair_uuid = @pair, public_key = @PublicKeyBase64, private_key_encrypted = @PrivateKeyEncryptedBase64,
                   metadata_key_encrypted = @MetaDataKeyEncryptedBase64, nick = @Nick, keys_updated_ms = @nowMs, keys_changed = @changed
            WHERE id = @userKey
            """, new
        {
            userKey, changed, pair = keyPair.Value, keys.PublicKeyBase64, keys.PrivateKeyEncryptedBase64, keys.MetaDataKeyEncryptedBase64, keys.Nick, nowMs = now / 1000,
        });
        AddKeyPair(sql, userKey, keyPair, keys.PublicKeyBase64, now);
    }

    /// <summary>What only he himself is shown: his private key, encrypted anew.</summary>
    public static void SetPrivateKey(DbConnection sql, long userKey, PendingKeys keys, long nowMs) => sql.Execute("""
        UPDATE users SET private_key_encrypted = @PrivateKeyEncryptedBase64, metadata_key_encrypted = @MetaDataKeyEncryptedBase64, nick = @Nick, keys_updated_ms = @nowMs
        WHERE id = @userKey
        """, new { userKey, keys.PrivateKeyEncryptedBase64, keys.MetaDataKeyEncryptedBase64, keys.Nick, nowMs });

    /// <summary>Others wrap for this pair from now on; the former ones stay, to verify what was signed with them.</summary>
    public static void ReplaceKeyPair(DbConnection sql, long userKey, KeyPairUuid keyPair, string publicKey, long now, long changed)
    {
        sql.Execute("UPDATE users SET key_pair_uuid = @pair, public_key = @publicKey, keys_changed = @changed WHERE id = @userKey", new { userKey, changed, pair = keyPair.Value, publicKey });
        AddKeyPair(sql, userKey, keyPair, publicKey, now);
    }

    public static void AddKeyPair(DbConnection sql, long userKey, KeyPairUuid keyPair, string publicKey, long now) =>
        sql.Execute("INSERT INTO key_pairs (user_key, key_pair_uuid, public_key, created) VALUES (@userKey, @pair, @publicKey, @now)",
            new { userKey, pair = keyPair.Value, publicKey, now });
}
