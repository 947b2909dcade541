using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Storage;

namespace Hansard.Server.SessionKeys;

/// <summary>RequestGetUpdatedPublicKeys: who among the members has another key pair by now than the one the current session key is wrapped for.</summary>
internal sealed class UpdatedPublicKeys(Database database)
{
    public Result<ResponseGetUpdatedPublicKeys> Handle(RequestGetUpdatedPublicKeys request, Caller caller) => database.Read<Result<ResponseGetUpdatedPublicKeys>>(sql =>
    {
        if (ConversationQueries.Visible(sql, caller, request.ConversationUuid, out MemberConversation conversation) is { } refusal) return refusal;
        return new ResponseGetUpdatedPublicKeys(sql.Query<(string UserId, string PublicKey)>("""
            SELECT u.user_id, u.public_key
            FROM conversations c
            JOIN members m ON m.conversation_id = c.id AND m.active = 1
            JOIN users u ON u.id = m.user_key AND u.public_key IS NOT NULL
            LEFT JOIN session_key_wraps w ON w.session_key_id = c.session_key_id AND w.user_key = m.user_key
            WHERE c.id = @id AND (w.key_pair_uuid IS NULL OR w.key_pair_uuid <> u.key_pair_uuid)
            ORDER BY m.joined, m.user_key
            """, new { id = conversation.Id }).ToDictionary(row => new UserId(row.UserId), row => row.PublicKey));
    });
}
