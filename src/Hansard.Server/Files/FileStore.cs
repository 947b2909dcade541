using System.Data.Common;
using Dapper;
using Hansard.Protocol.Files;
using Hansard.Server.Connections;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>The files table.</summary>
internal static class FileStore
{
    /// <summary>Ids in one statement, far below what either engine takes.</summary>
    private const int ChunkIds = 500;

    private sealed record ErasedFile(string StoredAs, long NetworkId, long Size, long Ready);

    private const string Select = """
        SELECT f.id AS Id, f.stored_as AS StoredAs, f.user_key AS UserKey, f.conversation_id AS ConversationId, c.uuid AS ConversationUuid, f.message_id AS MessageId,
               m.uuid AS MessageUuid, f.download_name AS DownloadName, f.name_encrypted AS NameEncrypted, f.mime_type AS MimeType, f.size AS Size, f.width AS Width,
               f.height AS Height, f.duration AS Duration, f.preview_name AS PreviewName, f.received AS Received, f.ready AS Ready, f.sha256 AS Sha256
        FROM files f LEFT JOIN conversations c ON c.id = f.conversation_id LEFT JOIN messages m ON m.id = f.message_id

        """;

    public static StoredFile? ByName(DbConnection sql, long conversationId, string downloadName) => sql.QuerySingleOrDefault<StoredFile>(
        Select + "WHERE f.conversation_id = @conversationId AND f.download_name = @downloadName", new { conversationId, downloadName });

    /// <summary>The same by the public name of the conversation, deleted or not.</summary>
    public static StoredFile? ByPath(DbConnection sql, Network network, string conversationUuid, string downloadName) => sql.QuerySingleOrDefault<StoredFile>(
        Select + "WHERE c.network_id = @network AND c.uuid = @conversationUuid AND f.download_name = @downloadName AND f.message_id IS NOT NULL",
        new { network = network.Id, conversationUuid, downloadName });

    public static StoredFile? ByStoredName(DbConnection sql, Network network, string storedAs) => sql.QuerySingleOrDefault<StoredFile>(
        Select + "WHERE f.stored_as = @storedAs AND f.network_id = @network", new { storedAs, network = network.Id });

    /// <summary>The files of a message that are ready, in the order in which their upload began.</summary>
    public static List<StoredFile> ReadyOf(DbConnection sql, long messageId) =>
        sql.Query<StoredFile>(Select + "WHERE f.message_id = @messageId AND f.ready = 1 ORDER BY f.id", new { messageId }).AsList();

    public static long CountOf(DbConnection sql, long messageId) =>
        sql.ExecuteScalar<long>("SELECT COUNT(*) FROM files WHERE message_id = @messageId", new { messageId });

    public static long CountUnfinished(DbConnection sql, long userKey) =>
        sql.ExecuteScalar<long>("SELECT COUNT(*) FROM files WHERE user_key = @userKey AND ready = 0", new { userKey });

    public static void Add(DbConnection sql, Caller caller, string storedAs, long conversationId, long messageId, RequestGetUploadUrl request, long now) => sql.Execute("""
        INSERT INTO files (stored_as, network_id, user_key, conversation_id, message_id, download_name, name_encrypted, mime_type, size, width, height, duration,
                           preview_name, received, ready, sha256, touched)
        VALUES (@storedAs, @network, @userKey, @conversationId, @messageId, @downloadName, @FileNameEncrypted, @MimeType, @Size, @Width, @Height, @Duration,
                @PreviewFileNameEncrypted, 0, 0, NULL, @now)
        """, new
    {
        storedAs, network = caller.Network.Id, userKey = caller.UserKey, conversationId, messageId,
        downloadName = StoredFile.DownloadNameOf(request.MessageUuid, request.FileNameEncrypted), request.FileNameEncrypted, request.MimeType, request.Size,
        request.Width, request.Height, request.Duration, request.PreviewFileNameEncrypted, now,
    });

    public static void Received(DbConnection sql, long id, long received, long now) =>
        sql.Execute("UPDATE files SET received = @received, touched = @now WHERE id = @id AND ready = 0", new { id, received, now });

    public static void MakeReady(DbConnection sql, Network network, StoredFile file, string sha256, long now) => sql.Execute("""
        UPDATE files SET received = size, ready = 1, sha256 = @sha256, touched = @now WHERE id = @Id;
        UPDATE networks SET file_bytes = file_bytes + @Size WHERE id = @network
        """, new { file.Id, file.Size, network = network.Id, sha256, now });

    /// <summary>Of all files and pictures of a network that are ready.</summary>
    public static long BytesOf(DbConnection sql, Network network) =>
        sql.ExecuteScalar<long>("SELECT file_bytes FROM networks WHERE id = @id", new { id = network.Id });

    /// <summary>Forgets the files of messages.</summary>
    /// <returns>What they are called on the disk, from which they are to be removed once this is committed.</returns>
    public static List<string> Erase(DbConnection sql, IEnumerable<long> messageIds) => [.. messageIds.Chunk(ChunkIds)
        .SelectMany(chunk => Erase(sql, sql.AnyOf("message_id", "chunk"), new { chunk }))];

    /// <summary>Forgets unfinished files to which nothing was added since a time.</summary>
    public static List<string> EraseAbandoned(DbConnection sql, long touchedBefore) =>
        Erase(sql, "ready = 0 AND touched < @touchedBefore", new { touchedBefore });

    /// <summary>Forgets files, which count for their networks no more.</summary>
    public static List<string> Erase(DbConnection sql, string where, object values)
    {
        List<ErasedFile> erased = sql.Query<ErasedFile>(
            $"DELETE FROM files WHERE {where} RETURNING stored_as AS StoredAs, network_id AS NetworkId, size AS Size, ready AS Ready", values).AsList();
        foreach (IGrouping<long, ErasedFile> files in erased.Where(file => file.Ready == 1).GroupBy(file => file.NetworkId))
            sql.Execute("UPDATE networks SET file_bytes = file_bytes - @bytes WHERE id = @id", new { id = files.Key, bytes = files.Sum(file => file.Size) });
        return [.. erased.Select(file => file.StoredAs)];
    }

    /// <summary>Those of these names that no file has.</summary>
    public static IEnumerable<string> Unknown(DbConnection sql, IEnumerable<string> names) => names.Chunk(ChunkIds).SelectMany(chunk =>
        chunk.Except(sql.Query<string>($"SELECT stored_as FROM files WHERE {sql.AnyOf("stored_as", "chunk")}", new { chunk })));
}
