using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.SessionKeys;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>RequestAddMember, RequestAddAdmin: somebody comes into a group, with the current session key wrapped for him alone.</summary>
internal static class Joining
{
    public static Failure? AddMember(RequestAddMember request, Caller caller, Batch batch) =>
        Add(request.ConversationUuid, request.SessionKeyUuid, new KeySet([request.SessionKeyValue], request.KeyPairUuids), admin: false, caller, batch);

    public static Failure? AddAdmin(RequestAddAdmin request, Caller caller, Batch batch) =>
        Add(request.ConversationUuid, request.SessionKeyUuid, new KeySet([request.SessionKeyValue], request.KeyPairUuids), admin: true, caller, batch);

    private static Failure? Add(ConversationUuid uuid, SessionKeyUuid keyUuid, KeySet key, bool admin, Caller caller, Batch batch)
    {
        if (Membership.OfGroupAdmin(caller, uuid, batch, out ConversationState conversation, out _) is { } refusal) return refusal;
        if (conversation.Blocked) return Refusals.ConversationBlocked;
        DbConnection sql = batch.Sql;
        if (key.Malformed(sql, caller) is { } malformed) return malformed;
        SessionKeyValue wrap = key.Wraps[0];
        MemberState? known = conversation.Member(wrap.UserId);
        if (known is { Active: true }) return Again(sql, conversation, known, keyUuid, wrap, admin);
        if (keyUuid != conversation.SessionKeyUuid) return Failure.Conflict($"The current session key is {conversation.SessionKeyUuid}.");
        if (conversation.SessionKeyClosed is not null) return Failure.Conflict($"The session key {keyUuid} is closed; add new session keys first.");
        if (UserStore.FindKnown(sql, caller, wrap.UserId) is not { IsBot: 0 } newcomer) return Refusals.NoUser;
        if (key.Unfit(sql, caller.Network) is { } unfit) return unfit;
        if (MemberLimits.Exceeded(sql, caller.Network.Settings.Limits, conversation.ActiveKeys.Count + 1, [newcomer.Id]) is { } tooMany) return tooMany;

        long entry = batch.Touch(caller.Network);
        Join(sql, conversation, known, newcomer.Id, admin, batch.Now, entry);
        key.Store(sql, caller.Network, conversation.SessionKeyId, caller.UserKey, batch.NowMs);
        batch.Conversations.Forget(caller.Network, uuid);
        Announce(batch, caller, batch.Conversations.Find(caller.Network, uuid)!, newcomer.Id, admin, entry);
        return null;
    }

    /// <summary>The same request again has been granted already.</summary>
    private static Failure? Again(DbConnection sql, ConversationState conversation, MemberState member, SessionKeyUuid keyUuid, SessionKeyValue wrap, bool admin)
    {
        bool same = member.Admin == admin && SessionKeyStore.WrapOf(sql, conversation.Id, keyUuid, member.UserKey) is { } stored
            && stored.KeyEncrypted == wrap.KeyEncryptedBase64 && stored.Signature == wrap.SignatureBase64;
        return same ? null : Failure.Conflict($"{wrap.UserId} is a member already.");
    }

    /// <summary>He reads from the next message on. What was said while he was away stays closed to him, and is none of his unread messages.</summary>
    private static void Join(DbConnection sql, ConversationState conversation, MemberState? before, long userKey, bool admin, long now, long changed)
    {
        RangeSet spans = before?.Spans ?? new RangeSet();
        long countableBase = conversation.Countable;
        if (before is not null && spans.Ranges.Count > 0)
            countableBase += before.CountableBase - MessageStore.CountableAt(sql, conversation.Id, spans.Ranges[^1].To);
        spans.AddRange(conversation.LastOrdinal + 1, RangeSet.Open);
        MemberStore.Join(sql, conversation.Id, userKey, admin, spans, countableBase, now, changed);
    }

    private static void Announce(Batch batch, Caller caller, ConversationState conversation, long newcomerKey, bool admin, long entry)
    {
        MemberState newcomer = conversation.Member(newcomerKey)!;
        batch.Record(caller.Network, FactDraft.By(caller, conversation, new MemberAdded(newcomer.UserId, admin, conversation.SessionKeyUuid)));
        ConversationView view = ConversationStore.Of(batch.Sql, caller.Network, newcomerKey, conversation.Uuid)!.View([]);
        batch.Announce(WhoIsTold.CameIn(newcomerKey, newcomer.UserId, view, entry, caller));
        AddMessage.AppendEvent(batch, caller, conversation, admin ? EventTypes.AdminAdded : EventTypes.Added, newcomer);
    }
}
