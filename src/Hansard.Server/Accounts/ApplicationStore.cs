using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Devices;
using Hansard.Server.Networks;
using Hansard.Server.Push;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>A person's application; a bot's one is found through its own room.</summary>
internal sealed record StoredApplication(
    long Id, long UserKey, string UserId, string Uuid, string? DeviceId, byte[]? SecretHash, string ApplicationType, string Model, string OsVersion, string Vendor,
    long Confirmed, long Deleted, string? DeviceToken, long CreatedMs, long LastLoginMs)
{
    public bool IsConfirmed => Confirmed != 0;

    public bool IsDeleted => Deleted != 0;

    /// <summary>As the user's applications see it; the push token is for its own eyes.</summary>
    public ApplicationView View(bool own, bool online) => new(
        new(Uuid), null, ApplicationType, IsConfirmed, CreatedMs, new(UserId), own ? DeviceToken : null, LastLoginMs, online, OsVersion, Vendor, Model);
}

/// <summary>What a registration says of its installation; in <c>codes.pending</c> until it is confirmed.</summary>
/// <param name="SecretHashHex">SHA-256 of the secret; null where the application has none.</param>
internal sealed record InstallationDetails(string ApplicationType, string Model, string OsVersion, string Vendor, string? SecretHashHex);

/// <summary>The applications table.</summary>
internal static class ApplicationStore
{
    /// <summary>Ids in one statement, far below what either engine takes.</summary>
    private const int ChunkIds = 500;

    private const string Select = """
        SELECT a.id AS Id, a.user_key AS UserKey, u.user_id AS UserId, a.uuid AS Uuid, a.device_id AS DeviceId, a.secret_hash AS SecretHash,
               a.application_type AS ApplicationType, a.model AS Model, a.os_version AS OsVersion, a.vendor AS Vendor, a.confirmed AS Confirmed,
               a.deleted AS Deleted, a.device_token AS DeviceToken, a.created_ms AS CreatedMs, a.last_login_ms AS LastLoginMs
        FROM applications a JOIN users u ON u.id = a.user_key

        """;

    public static StoredApplication? Find(DbConnection sql, Network network, UserId userId, ApplicationUuid uuid) =>
        sql.QuerySingleOrDefault<StoredApplication>(
            Select + "WHERE u.network_id = @network AND u.user_id = @userId AND u.is_bot = 0 AND a.uuid = @uuid",
            new { network = network.Id, userId = userId.Value, uuid = uuid.Value });

    /// <summary>The user's applications, the youngest first; deleted ones are none.</summary>
    public static IEnumerable<StoredApplication> AllOf(DbConnection sql, long userKey, bool onlyConfirmed) => sql.Query<StoredApplication>(
        Select + $"WHERE a.user_key = @userKey AND a.deleted = 0{(onlyConfirmed ? " AND a.confirmed = 1" : "")} ORDER BY a.created_ms DESC, a.id DESC", new { userKey });

    public static ApplicationUuid UuidOf(DbConnection sql, long id) => new(sql.QuerySingle<string>("SELECT uuid FROM applications WHERE id = @id", new { id }));

    /// <summary>Whether this application is one no more; with its user its row went too.</summary>
    public static bool IsDeleted(DbConnection sql, long id) =>
        sql.ExecuteScalar<long>("SELECT COUNT(*) FROM applications WHERE id = @id AND deleted = 0", new { id }) == 0;

    public static long CountConfirmed(DbConnection sql, long userKey) =>
        sql.ExecuteScalar<long>("SELECT COUNT(*) FROM applications WHERE user_key = @userKey AND confirmed = 1 AND deleted = 0", new { userKey });

    public static void Add(DbConnection sql, long userKey, ApplicationUuid uuid, InstallationDetails details, long nowMs) => sql.Execute("""
        INSERT INTO applications (user_key, uuid, device_id, secret_hash, application_type, model, os_version, vendor, confirmed, deleted, device_token, created_ms, last_login_ms)
        VALUES (@userKey, @uuid, NULL, NULL, @ApplicationType, @Model, @OsVersion, @Vendor, 0, 0, NULL, @nowMs, @nowMs)
        """, new { userKey, uuid = uuid.Value, details.ApplicationType, details.Model, details.OsVersion, details.Vendor, nowMs });

    /// <summary>What was registered takes effect. A secret once given stays required, and the device keeps its public name.</summary>
    public static void Confirm(DbConnection sql, long id, InstallationDetails details, DeviceId newDeviceId) => sql.Execute("""
        UPDATE applications SET confirmed = 1, device_id = COALESCE(device_id, @deviceId), secret_hash = COALESCE(@secretHash, secret_hash),
               application_type = @ApplicationType, model = @Model, os_version = @OsVersion, vendor = @Vendor
        WHERE id = @id
        """, new
    {
        id, deviceId = newDeviceId.Value, details.ApplicationType, details.Model, details.OsVersion, details.Vendor,
        secretHash = details.SecretHashHex is { } hex ? Convert.FromHexString(hex) : null,
    });

    public static void LoggedIn(DbConnection sql, long id, long nowMs) =>
        sql.Execute("UPDATE applications SET last_login_ms = @nowMs WHERE id = @id", new { id, nowMs });

    public static void SetDeviceToken(DbConnection sql, long id, string? token, long nowMs) =>
        sql.Execute("UPDATE applications SET device_token = @token, device_token_ms = @nowMs WHERE id = @id", new { id, token, nowMs });

    /// <summary>Where the application is pushed; null where it is not, or is no more.</summary>
    public static string? DeviceTokenOf(DbConnection sql, long id) =>
        sql.QuerySingleOrDefault<string?>("SELECT device_token FROM applications WHERE id = @id AND deleted = 0", new { id });

    /// <summary>The applications of these users that can be pushed.</summary>
    public static IEnumerable<PushTarget> Pushable(DbConnection sql, long[] userKeys) => sql.Query<PushTarget>($"""
        SELECT id AS ApplicationKey, user_key AS UserKey, device_token AS DeviceToken
        FROM applications WHERE {sql.AnyOf("user_key", "userKeys")} AND device_token IS NOT NULL AND confirmed = 1 AND deleted = 0
        """, new { userKeys });

    /// <summary>Forgets a token that was gone at a time, unless the application has told it again since.</summary>
    public static void ForgetDeviceToken(DbConnection sql, long id, string token, long goneMs) => sql.Execute(
        "UPDATE applications SET device_token = NULL WHERE id = @id AND device_token = @token AND device_token_ms <= @goneMs", new { id, token, goneMs });

    /// <summary>All that is kept of it is that there was one: its uuid never authenticates or registers again.</summary>
    public static void Delete(DbConnection sql, StoredApplication application) => sql.Execute("""
        UPDATE applications SET deleted = 1, device_token = NULL, secret_hash = NULL, application_type = '', model = '', os_version = '', vendor = '' WHERE id = @Id;
        DELETE FROM codes WHERE user_key = @UserKey AND application_uuid = @Uuid
        """, new { application.Id, application.UserKey, application.Uuid });

    /// <summary>The same for all that these users have; how many there were that somebody could use.</summary>
    public static long DeleteAllOf(DbConnection sql, IEnumerable<long> userKeys) => userKeys.Chunk(ChunkIds).Sum(chunk =>
    {
        sql.Execute($"DELETE FROM codes WHERE {sql.AnyOf("user_key", "chunk")}", new { chunk });
        sql.Execute($"DELETE FROM applications WHERE {sql.AnyOf("user_key", "chunk")} AND confirmed = 0 AND deleted = 0", new { chunk });
        return (long)sql.Execute($"""
            UPDATE applications SET deleted = 1, device_token = NULL, secret_hash = NULL, application_type = '', model = '', os_version = '', vendor = ''
            WHERE {sql.AnyOf("user_key", "chunk")} AND deleted = 0
            """, new { chunk });
    });

    /// <summary>Forgets what was begun and never confirmed, so that asking for codes does not fill the database.</summary>
    public static void DropUnconfirmed(DbConnection sql, long userKey, long createdBeforeMs) =>
        sql.Execute("DELETE FROM applications WHERE user_key = @userKey AND confirmed = 0 AND deleted = 0 AND created_ms < @createdBeforeMs", new { userKey, createdBeforeMs });
}
