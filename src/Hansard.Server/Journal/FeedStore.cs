using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Journal;

/// <summary>A fact with what travels beside it, as a recorder reads them.</summary>
internal sealed record FeedRow(long Id, byte[] Json, long? SessionKeyId, string? Iv, string? Body);

/// <summary>The facts table, read in the order of the journal.</summary>
internal static class FeedStore
{
    /// <summary>Ids in one statement, far below what either engine takes.</summary>
    private const int ChunkKeys = 500;

    private sealed record HeadRow(long Head, byte[] HeadHash, byte[] HeadSignature, long HeadTs, long Changed);

    private sealed record WrapRow(
        string Uuid, string ConversationUuid, string KeyEncrypted, string Signature, string SignerUserId, long CreatedMs, string SignerKeyPairUuid,
        string SignerPublicKey, string? PreviousUuid);

    /// <summary>The head as this snapshot has it.</summary>
    public static JournalHead Head(DbConnection sql, Network network)
    {
        HeadRow row = sql.QuerySingle<HeadRow>(
            "SELECT head AS Head, head_hash AS HeadHash, head_signature AS HeadSignature, head_ts AS HeadTs, changed AS Changed FROM networks WHERE id = @id", new { id = network.Id });
        return new JournalHead(row.Head, row.HeadHash, row.HeadSignature, row.HeadTs, row.Changed);
    }

    /// <summary>The facts from one after <paramref name="after"/> on; ciphertexts that were erased are null.</summary>
    public static IEnumerable<FeedRow> After(DbConnection sql, Network network, long after, int most) => sql.Query<FeedRow>("""
        SELECT f.id AS Id, f.json AS Json, f.session_key_id AS SessionKeyId, t.iv AS Iv, t.body AS Body
        FROM facts f LEFT JOIN ciphertexts t ON t.id = f.id
        WHERE f.id BETWEEN @first AND @last ORDER BY f.id LIMIT @most
        """, new { first = JournalWriter.FactId(network, after + 1), last = JournalWriter.FactId(network, JournalWriter.SequenceMaximum), most }, buffered: false);

    /// <summary>One recorder's wraps of some session keys, with the key pairs of that time that verify them.</summary>
    public static IEnumerable<FeedSessionKey> Wraps(DbConnection sql, IReadOnlyList<long> keyIds, long recorderKey, UserId recorder) => keyIds.Chunk(ChunkKeys)
        .SelectMany(chunk => sql.Query<WrapRow>($"""
            SELECT k.uuid AS Uuid, c.uuid AS ConversationUuid, w.key_encrypted AS KeyEncrypted, w.signature AS Signature, s.user_id AS SignerUserId,
                   w.created_ms AS CreatedMs, w.signer_key_pair_uuid AS SignerKeyPairUuid, p.public_key AS SignerPublicKey, k.previous_uuid AS PreviousUuid
            FROM session_key_wraps w
            JOIN session_keys k ON k.id = w.session_key_id
            JOIN conversations c ON c.id = k.conversation_id
            JOIN users s ON s.id = w.signer_user_key
            JOIN key_pairs p ON p.user_key = w.signer_user_key AND p.key_pair_uuid = w.signer_key_pair_uuid
            WHERE {sql.AnyOf("w.session_key_id", "chunk")} AND w.user_key = @recorderKey ORDER BY w.session_key_id
            """, new { chunk, recorderKey }))
        .Select(row => new FeedSessionKey(new(row.Uuid), new(row.ConversationUuid), recorder, row.KeyEncrypted, row.Signature, new(row.SignerUserId), row.CreatedMs,
            new(row.SignerKeyPairUuid), row.SignerPublicKey, row.PreviousUuid is null ? null : new SessionKeyUuid(row.PreviousUuid)));
}
