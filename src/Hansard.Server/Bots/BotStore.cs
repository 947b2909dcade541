using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Bots;
using Hansard.Server.Networks;

namespace Hansard.Server.Bots;

/// <summary>The states of a bot, in this order and never back.</summary>
internal static class BotStates
{
    public const string Pending = "pending";
    public const string Active = "active";
    public const string Retired = "retired";
}

/// <summary>A bot with its one key pair and its one application.</summary>
internal sealed record StoredBot(
    long UserKey, string UserName, string UserId, string KeyPairUuid, string PublicKey, byte[] SigningKey, long IsRecorder, string State, string? Signature,
    long Acknowledged, long ApplicationKey, string Uuid, string DeviceId)
{
    public string SigningKeyHex => Convert.ToHexStringLower(SigningKey);
}

/// <summary>The bots table, with the rows of users and applications that belong to bots.</summary>
internal static class BotStore
{
    private const string Select = """
        SELECT b.user_key AS UserKey, b.user_name AS UserName, u.user_id AS UserId, u.key_pair_uuid AS KeyPairUuid, u.public_key AS PublicKey,
               b.signing_key AS SigningKey, b.is_recorder AS IsRecorder, b.state AS State, b.signature AS Signature, b.acknowledged AS Acknowledged,
               a.id AS ApplicationKey, a.uuid AS Uuid, a.device_id AS DeviceId
        FROM bots b JOIN users u ON u.id = b.user_key JOIN applications a ON a.user_key = b.user_key

        """;

    public static StoredBot? Find(DbConnection sql, Network network, UserId userId) =>
        sql.QuerySingleOrDefault<StoredBot>(Select + "WHERE u.network_id = @network AND u.user_id = @userId", new { network = network.Id, userId = userId.Value });

    /// <summary>Every bot of a network, in the order of their coming.</summary>
    public static List<StoredBot> AllOf(DbConnection sql, Network network) =>
        sql.Query<StoredBot>(Select + "WHERE u.network_id = @network ORDER BY b.user_key", new { network = network.Id }).AsList();

    /// <summary>A pending bot: its user with a new key pair, its application, itself.</summary>
    public static void Add(DbConnection sql, Network network, UserId userId, RequestRegisterBot request, long now)
    {
        string keyPair = Guid.NewGuid().ToString();
        long userKey = sql.ExecuteScalar<long>("""
            INSERT INTO users (network_id, user_id, is_bot, registered, created_ms, last_login_ms, avatar_updated_ms, keys_updated_ms, nick, blocked, key_pair_uuid, public_key)
            VALUES (@network, @userId, 1, @now, @nowMs, @nowMs, @nowMs, @nowMs, NULL, 0, @keyPair, @publicKey) RETURNING id
            """, new { network = network.Id, userId = userId.Value, now, nowMs = now / 1000, keyPair, publicKey = request.PublicKeyBase64 });
        sql.Execute("""
            INSERT INTO key_pairs (user_key, key_pair_uuid, public_key, created) VALUES (@userKey, @keyPair, @publicKey, @now);
            INSERT INTO applications (user_key, uuid, device_id, application_type, model, os_version, vendor, confirmed, deleted, created_ms, last_login_ms)
            VALUES (@userKey, @uuid, @deviceId, 'bot', '', '', '', 1, 0, @nowMs, @nowMs);
            INSERT INTO bots (user_key, user_name, signing_key, is_recorder, state, signature, acknowledged, added, approved)
            VALUES (@userKey, @userName, @signingKey, 0, @state, NULL, 0, @now, NULL);
            """, new
        {
            userKey, keyPair, publicKey = request.PublicKeyBase64, uuid = request.Uuid.Value, deviceId = Guid.NewGuid().ToString(), now, nowMs = now / 1000,
            userName = request.UserName, signingKey = Convert.FromHexString(request.SigningKeyHex), state = BotStates.Pending,
        });
    }

    /// <param name="signature">The authority's, which makes it a recorder; null for any other bot.</param>
    /// <param name="acknowledged">What a new recorder need not acknowledge any more: facts of the time before it.</param>
    public static void Approve(DbConnection sql, long userKey, string? signature, long acknowledged, long now) => sql.Execute("""
        UPDATE bots SET state = @state, is_recorder = @isRecorder, signature = @signature, acknowledged = @acknowledged, approved = @now WHERE user_key = @userKey
        """, new { userKey, state = BotStates.Active, isRecorder = signature is null ? 0 : 1, signature, acknowledged, now });

    public static void Retire(DbConnection sql, long userKey) =>
        sql.Execute("UPDATE bots SET state = @state WHERE user_key = @userKey", new { userKey, state = BotStates.Retired });

    /// <summary>Moves a recorder's mark forward, never back.</summary>
    public static void Acknowledge(DbConnection sql, long userKey, long through) =>
        sql.Execute("UPDATE bots SET acknowledged = @through WHERE user_key = @userKey AND acknowledged < @through", new { userKey, through });
}
