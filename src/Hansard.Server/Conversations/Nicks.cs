using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Journal;
using Hansard.Server.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>UpdateMemberNick, GetNicks: what members call themselves in one conversation, in envelopes under its session key.</summary>
internal sealed class Nicks(Database database)
{
    public static Failure? Update(UpdateMemberNick request, Caller caller, Batch batch)
    {
        if (Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out MemberState member) is { } refusal) return refusal;
        if (request.UserId is { } named && named != caller.UserId) return Refusals.NotYourself;
        if (conversation.Blocked) return Refusals.ConversationBlocked;
        if (!Ciphertext.IsEnvelope(request.NickEncrypted)) return Failure.Invalid($"nickEncrypted is base64 of at most {Ciphertext.EnvelopeCharactersMaximum} characters, or null.");
        if (member.Nick == request.NickEncrypted) return null;
        MemberStore.SetNick(batch.Sql, conversation.Id, member.UserKey, request.NickEncrypted);
        batch.Record(caller.Network, FactDraft.By(caller, conversation, new MemberNickChanged(request.NickEncrypted)));
        batch.Mark(caller.Network, conversation.Id, ChangeKind.NickChanged, caller.UserKey);
        batch.Announce(WhoIsTold.NickChanged(conversation, caller));
        batch.Conversations.Forget(caller.Network, conversation.Uuid);
        return null;
    }

    public Result<NicksList> All(GetNicks request, Caller caller) => database.Read<Result<NicksList>>(sql =>
        ConversationQueries.Visible(sql, caller, request.ConversationUuid, out MemberConversation conversation) is { } refusal
            ? refusal
            : new NicksList(MemberStore.Nicks(sql, conversation.Id).ToDictionary(row => new UserId(row.UserId), row => row.Nick)));
}
