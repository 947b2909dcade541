using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Messages;
using Hansard.Server.Moderation;
using Hansard.Server.SessionKeys;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>What a client draws its screens from.</summary>
internal sealed class ConversationQueries(Database database)
{
    public Result<ResponseGetConversationFull> One(RequestGetConversationFull request, Caller caller)
    {
        if (request.UserId is { } named && named != caller.UserId) return Refusals.NotYourself;
        return database.Read<Result<ResponseGetConversationFull>>(sql =>
        {
            if (Visible(sql, caller, request.ConversationUuid, out MemberConversation conversation) is { } refusal) return refusal;
            StoredMessage last = MessageStore.ByIds(sql, [conversation.LastMessageId]).Values.Single();
            ConversationView view = conversation.View(ConversationStore.People(sql, conversation.Id));
            return new ResponseGetConversationFull(
                view with { Blocked = view.Blocked || (view.IsDialog && Silence.IsBlockedFor(sql, conversation.Id, caller.UserKey)) },
                LastMessage(last, caller, conversation),
                SessionKeyStore.WrapOf(sql, conversation.Id, new(conversation.SessionKeyUuid), caller.UserKey)?.View(request.ConversationUuid, caller.UserId) is { } wrap
                    ? wrap with { SignerUserId = null }
                    : null);
        });
    }

    public Result<ResponseGetConversationsFull> All(RequestGetConversationsFull request, Caller caller)
    {
        if (request.UserId is { } named && named != caller.UserId) return Refusals.NotYourself;
        return database.Read<Result<ResponseGetConversationsFull>>(sql =>
        {
            List<MemberConversation> conversations = ConversationStore.AllOf(sql, caller.UserKey);
            ILookup<long, (UserId, bool)> people = ConversationStore.PeopleOfAll(sql, caller.UserKey);
            Dictionary<long, StoredMessage> last = MessageStore.ByIds(sql, conversations.Select(conversation => conversation.LastMessageId));
            IEnumerable<MessageView> lastMessages = conversations.Select(conversation => LastMessage(last[conversation.LastMessageId], caller, conversation));
            HashSet<long> blocked = Silence.DialogsBlockedFor(sql, caller.UserKey);
            HashSet<long> blacklist = BlackListStore.KeysOf(sql, caller.UserKey);
            return new ResponseGetConversationsFull(
                [.. conversations.Select(conversation => conversation.View(people[conversation.Id], repeatDialog: true))
                    .Zip(conversations, (view, conversation) => view with { Blocked = view.Blocked || blocked.Contains(conversation.Id) })],
                ConversationStore.FirstUnread(sql, conversations, caller.UserKey),
                [.. lastMessages.Select(message => message with { Event = message.IsEvent })],
                [.. UserStore.OfConversations(sql, caller.UserKey).Select(user => user.View(caller.UserId, blacklist.Contains(user.Id)) with { PublicKeyBase64 = null, PrivateKeyEncryptedBase64 = null })],
                [.. SessionKeyStore.CurrentWrapsOf(sql, caller.UserKey).Select(wrap => wrap.View(new(wrap.ConversationUuid), caller.UserId))]);
        });
    }

    public Result<ResponseGetMembersList> Members(RequestGetMembersList request, Caller caller) =>
        database.Read<Result<ResponseGetMembersList>>(sql =>
        {
            if (Visible(sql, caller, request.ConversationUuid, out MemberConversation conversation) is { } refusal) return refusal;
            ILookup<bool, UserId> byRole = ConversationStore.People(sql, conversation.Id).ToLookup(person => person.Admin, person => person.UserId);
            return new ResponseGetMembersList([.. byRole[true]], [.. byRole[false]]);
        });

    private static MessageView LastMessage(StoredMessage message, Caller caller, MemberConversation conversation) =>
        message.View(new(conversation.Uuid), caller.UserKey, conversation.History.Read);

    /// <summary>The first check of every query about a conversation; see <see cref="Membership"/> for commands.</summary>
    public static Failure? Visible(DbConnection sql, Caller caller, ConversationUuid uuid, out MemberConversation conversation)
    {
        conversation = ConversationStore.Of(sql, caller, uuid)!;
        if (conversation is null) return Refusals.NoConversation;
        return conversation.IsActive ? null : Refusals.NoLongerMember;
    }
}
