using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.SessionKeys;

/// <summary>Getting a wrapped key, and adding a new one for everybody.</summary>
internal sealed class SessionKeyRequests(Database database)
{
    /// <summary>A member gets his own wrap of any key of the time he was there. Recorders get theirs with the feed.</summary>
    public Result<ResponseSessionKeyByUuid> Get(RequestGetSessionKey request, Caller caller) =>
        database.Read<Result<ResponseSessionKeyByUuid>>(sql =>
        {
            if (ConversationQueries.Visible(sql, caller, request.ConversationUuid, out MemberConversation conversation) is { } refusal) return refusal;
            return SessionKeyStore.WrapOf(sql, conversation.Id, request.SessionKeyUuid, caller.UserKey) is { } wrap
                ? new ResponseSessionKeyByUuid(wrap.View(request.ConversationUuid, caller.UserId))
                : Refusals.NoSessionKey;
        });

    public static Result<ResponseAddedSessionKey> AddNew(RequestAddNewSessionKeys request, Caller caller, Batch batch)
    {
        if (Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out _) is { } stranger) return stranger;
        DbConnection sql = batch.Sql;
        KeySet keys = new(request.SessionKeys, request.KeyPairUuids);
        if (keys.Malformed(sql, caller) is { } malformed) return malformed;
        if (request.ReplacesSessionKeyUuid is { } replaced && replaced != conversation.SessionKeyUuid)
            return Failure.Conflict($"The current session key is {conversation.SessionKeyUuid}.");
        UserId[] members = [.. conversation.ActiveKeys.Select(key => conversation.Member(key)!.UserId)];
        if (keys.Incomplete(sql, caller.Network, members) is { } incomplete) return incomplete;

        SessionKeyUuid uuid = new(Guid.NewGuid().ToString()), previous = conversation.SessionKeyUuid;
        long keyId = SessionKeyStore.Add(sql, conversation.Id, uuid, previous, batch.NowMs);
        keys.Store(sql, caller.Network, keyId, caller.UserKey, batch.NowMs);
        sql.Execute("UPDATE conversations SET session_key_id = @keyId WHERE id = @id", new { keyId, id = conversation.Id });
        batch.Conversations.Forget(caller.Network, conversation.Uuid);

        ConversationState renewed = batch.Conversations.Find(caller.Network, request.ConversationUuid)!;
        batch.Record(caller.Network, FactDraft.By(caller, renewed,
            new SessionKeyAdded(uuid, previous, caller.UserId, keys.Wraps[0].SignerKeyPairUuid)) with { SessionKeyId = keyId });
        batch.Mark(caller.Network, renewed.Id, ChangeKind.SessionKeyAdded, keyId);
        Dictionary<UserId, SessionKeyValue> wraps = keys.Wraps.ToDictionary(wrap => wrap.UserId);
        foreach (MemberState member in renewed.ActiveKeys.Select(key => renewed.Member(key)!))
        {
            SessionKeyValue wrap = wraps[member.UserId];
            batch.Announce(WhoIsTold.SessionKeyAdded(member.UserKey, new SessionKeyView(uuid, renewed.Uuid, member.UserId, wrap.KeyEncryptedBase64,
                wrap.SignatureBase64, batch.NowMs, wrap.SignerKeyPairUuid, caller.UserId, previous), caller));
        }
        AddMessage.AppendEvent(batch, caller, renewed, EventTypes.SessionKeyRegenerated, null);
        return new ResponseAddedSessionKey(uuid);
    }
}
