using System.Data.Common;
using System.Text.Json;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Journal;

namespace Hansard.Server.Networks;

/// <summary>The networks table, and who records each network.</summary>
internal static class NetworkStore
{
    private sealed record Row(
        long Id, string Name, string Recording, string? AuthorityPublicKey, string? SupportUserId, string? AdminUserId, string Settings,
        long Head, byte[] HeadHash, byte[] HeadSignature, long HeadTs, long DeletedSeq, long Changed);

    private sealed record RecorderRow(long UserKey, string UserId, string Name, string KeyPairUuid, string PublicKey, string Signature);

    /// <summary>Every network of the database. The limits of <paramref name="limitsFile"/> are stored only if an operator changes settings meanwhile.</summary>
    public static List<Network> LoadAll(DbConnection sql, string? limitsFile) => [.. sql.Query<Row>("""
        SELECT id AS Id, name AS Name, recording AS Recording, authority_public_key AS AuthorityPublicKey, support_user_id AS SupportUserId,
               admin_user_id AS AdminUserId, settings AS Settings, head AS Head, head_hash AS HeadHash, head_signature AS HeadSignature, head_ts AS HeadTs, deleted_seq AS DeletedSeq, changed AS Changed
        FROM networks ORDER BY id
        """).Select(row => Loaded(sql, row, limitsFile))];

    private static Network Loaded(DbConnection sql, Row row, string? limitsFile)
    {
        StoredNetworkOptions options = JsonSerializer.Deserialize(row.Settings, NetworkJson.Default.StoredNetworkOptions)!;
        NetworkLimits limits = new NetworkLimits().With(options.Limits).Value;
        return new Network(row.Id, row.Name, new NetworkSettings(
            RecordingNames.Parse(row.Recording)!.Value,
            row.AuthorityPublicKey,
            row.SupportUserId is null ? null : new UserId(row.SupportUserId),
            row.AdminUserId is null ? null : new UserId(row.AdminUserId),
            options.RequireSecret,
            limits.WithFile(limitsFile),
            Recorders(sql, row.Id))
        {
            Admission = AdmissionNames.Parse(options.Admission) ?? Admission.Open,
            AndroidUrl = options.AndroidUrl ?? "",
            Theme = new NetworkTheme().With(options.Theme ?? []),
            DeletedSequence = row.DeletedSeq,
        }, new JournalHead(row.Head, row.HeadHash, row.HeadSignature, row.HeadTs, row.Changed));
    }

    /// <summary>The active recorders, in the order of their approval.</summary>
    public static IReadOnlyList<RecorderIdentity> Recorders(DbConnection sql, long networkId) => [.. sql.Query<RecorderRow>("""
        SELECT u.id AS UserKey, u.user_id AS UserId, b.user_name AS Name, u.key_pair_uuid AS KeyPairUuid, u.public_key AS PublicKey, b.signature AS Signature
        FROM bots b JOIN users u ON u.id = b.user_key
        WHERE u.network_id = @networkId AND b.is_recorder = 1 AND b.state = 'active'
        ORDER BY b.approved, u.id
        """, new { networkId }).Select(row => new RecorderIdentity(row.UserKey, new(row.UserId), row.Name, new(row.KeyPairUuid), row.PublicKey, row.Signature))];

    /// <summary>Null where there is a network of that name already.</summary>
    /// <param name="limitsFile">Changes its limits for this run, as at a later start.</param>
    public static Network? Create(DbConnection sql, string name, NetworkSettings settings, string? limitsFile, long now)
    {
        long? id = sql.ExecuteScalar<long?>("""
            INSERT INTO networks (name, recording, authority_public_key, support_user_id, admin_user_id, settings, head, head_hash, head_signature, head_ts, created)
            VALUES (@name, '', NULL, NULL, NULL, '', 0, @origin, @none, 0, @now) ON CONFLICT (name) DO NOTHING RETURNING id
            """, new { name, origin = JournalHead.Empty.Hash, none = JournalHead.Empty.Signature, now });
        if (id is null) return null;
        Save(sql, id.Value, settings);
        return new Network(id.Value, name, settings with { Limits = settings.Limits.WithFile(limitsFile) }, JournalHead.Empty);
    }

    public static void Save(DbConnection sql, long networkId, NetworkSettings settings) => sql.Execute("""
        UPDATE networks SET recording = @recording, authority_public_key = @authority, support_user_id = @support, admin_user_id = @admin, settings = @options
        WHERE id = @networkId
        """, new
    {
        networkId, recording = settings.Recording.Name(), authority = settings.AuthorityPublicKey,
        support = settings.SupportId?.Value, admin = settings.AdminId?.Value,
        options = JsonSerializer.Serialize(
            new StoredNetworkOptions(settings.RequireSecret, settings.Limits.Differences(), settings.Admission.Name(), settings.AndroidUrl, settings.Theme.Differences()),
            NetworkJson.Default.StoredNetworkOptions),
    });

    public static void MarkDeleted(DbConnection sql, long networkId, long sequence) =>
        sql.Execute("UPDATE networks SET deleted_seq = @sequence WHERE id = @networkId", new { networkId, sequence });

    /// <summary>The names of the active recorders who have not acknowledged a fact.</summary>
    public static List<string> Behind(DbConnection sql, long networkId, long sequence) => sql.Query<string>("""
        SELECT b.user_name FROM bots b JOIN users u ON u.id = b.user_key
        WHERE u.network_id = @networkId AND b.is_recorder = 1 AND b.state = 'active' AND b.acknowledged < @sequence ORDER BY b.user_name
        """, new { networkId, sequence }).AsList();

    /// <summary>Registered people and conversations that are not deleted.</summary>
    public static (long People, long Conversations) Counts(DbConnection sql, long networkId) => sql.QuerySingle<(long, long)>("""
        SELECT (SELECT COUNT(*) FROM users WHERE network_id = @networkId AND is_bot = 0 AND registered IS NOT NULL),
               (SELECT COUNT(*) FROM conversations WHERE network_id = @networkId AND deleted = 0)
        """, new { networkId });
}
