using System.Data.Common;
using Dapper;
using Hansard.Server.Connections;
using Hansard.Server.Networks;

namespace Hansard.Server.Files;

/// <summary>The pictures in the files table, and what conversations and users say of theirs.</summary>
internal static class AvatarStore
{
    private const string OfConversation = "message_id IS NULL AND conversation_id = @key";
    private const string OfUser = "message_id IS NULL AND conversation_id IS NULL AND user_key = @key";

    /// <param name="conversationId">Null for the caller's own.</param>
    public static void Add(DbConnection sql, Caller caller, string storedAs, long? conversationId, string mimeType, long size, long now) => sql.Execute("""
        INSERT INTO files (stored_as, network_id, user_key, conversation_id, message_id, download_name, name_encrypted, mime_type, size, width, height, duration,
                           preview_name, received, ready, sha256, touched)
        VALUES (@storedAs, @network, @userKey, @conversationId, NULL, @storedAs, '', @mimeType, @size, -1, -1, NULL, NULL, 0, 0, NULL, @now)
        """, new { storedAs, network = caller.Network.Id, userKey = caller.UserKey, conversationId, mimeType, size, now });

    public static (string StoredAs, string MimeType, string Sha256)? Conversation(DbConnection sql, Network network, string uuid) =>
        sql.ExecuteScalar<long?>("SELECT id FROM conversations WHERE network_id = @network AND uuid = @uuid", new { network = network.Id, uuid }) is { } key ? Ready(sql, OfConversation, key) : null;

    public static (string StoredAs, string MimeType, string Sha256)? User(DbConnection sql, long userKey) => Ready(sql, OfUser, userKey);

    /// <summary>This picture is there instead of the one before.</summary>
    /// <returns>What the former one is called on the disk.</returns>
    public static List<string> Replace(DbConnection sql, StoredFile picture, long nowMs)
    {
        (string whose, long key) = picture.ConversationId is { } conversation ? (OfConversation, conversation) : (OfUser, picture.UserKey);
        sql.Execute(picture.ConversationId is null
            ? "UPDATE users SET avatar_updated_ms = @nowMs WHERE id = @key"
            : "UPDATE conversations SET has_avatar = 1, avatar_updated_ms = @nowMs WHERE id = @key", new { key, nowMs });
        return Erase(sql, $"{whose} AND ready = 1 AND id <> @except", key, picture.Id);
    }

    public static List<string> EraseOfConversation(DbConnection sql, long conversationId) => Erase(sql, OfConversation, conversationId);

    public static List<string> EraseOfUser(DbConnection sql, long userKey) => Erase(sql, OfUser, userKey);

    private static List<string> Erase(DbConnection sql, string where, long key, long except = 0) =>
        FileStore.Erase(sql, where, new { key, except });

    private static (string, string, string)? Ready(DbConnection sql, string where, long key) =>
        sql.Query<(string, string, string)>($"SELECT stored_as, mime_type, sha256 FROM files WHERE {where} AND ready = 1 ORDER BY id DESC LIMIT 1", new { key })
            .Select(found => ((string, string, string)?)found).SingleOrDefault();
}
