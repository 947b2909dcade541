using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Journal;
using Hansard.Server.Storage;

namespace Hansard.Server.SessionKeys;

/// <summary>
/// What recorders say of session keys. The server sees wraps as opaque bytes: only the recorder knows whether its own opens and is what the
/// signer signed. A rejected key is closed, so nothing more is said under it.
/// </summary>
internal static class RecorderVerdicts
{
    private const int ReasonCharactersMaximum = 1_000;

    public static Failure? Confirm(RequestConfirmSessionKey request, Caller caller, Batch batch) =>
        Judge(request.ConversationUuid, request.SessionKeyUuid, confirmed: true, reason: null, caller, batch);

    public static Failure? Reject(RequestRejectSessionKey request, Caller caller, Batch batch) => request.Reason.Length > ReasonCharactersMaximum
        ? Failure.Invalid($"reason may have at most {ReasonCharactersMaximum} characters.")
        : Judge(request.ConversationUuid, request.SessionKeyUuid, confirmed: false, request.Reason, caller, batch);

    private static Failure? Judge(ConversationUuid uuid, SessionKeyUuid key, bool confirmed, string? reason, Caller caller, Batch batch)
    {
        if (batch.Conversations.Find(caller.Network, uuid) is not { } conversation) return Refusals.NoConversation;
        long? keyId = batch.Sql.QuerySingleOrDefault<long?>("SELECT id FROM session_keys WHERE conversation_id = @id AND uuid = @key",
            new { id = conversation.Id, key = key.Value });
        if (confirmed && SessionKeyStore.WrapOf(batch.Sql, conversation.Id, key, caller.UserKey) is null) return Refusals.NoSessionKey;
        if (keyId is null || !SessionKeyStore.Judge(batch.Sql, keyId.Value, caller.UserKey, confirmed, reason)) return keyId is null ? Refusals.NoSessionKey : null;
        if (!confirmed)
        {
            SessionKeyStore.Close(batch.Sql, keyId.Value, ClosingReasons.Rejected);
            batch.Record(caller.Network, FactDraft.By(caller, conversation, new SessionKeyClosed(key, ClosingReasons.Rejected, reason)));
        }
        batch.Conversations.Forget(caller.Network, uuid);
        return null;
    }
}
