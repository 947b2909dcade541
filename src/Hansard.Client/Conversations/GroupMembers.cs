using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Contacts;
using Hansard.Client.Encryption;
using Hansard.Client.SessionKeys;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Client.Conversations;

/// <summary>Who is in a group and what he is there. Whoever comes in is given the current session key, and the title under it.</summary>
internal sealed class GroupMembers(Identity own, Rekeying rekeying, KeyBook book, ConversationBook conversations, ConversationNames names, Link link)
{
    /// <summary>How often keys or key pairs may change under the hand before it is given up.</summary>
    private const int Attempts = 5;

    /// <summary>Somebody who is in already is left as he is.</summary>
    public async Task<Result<Conversation>> AddAsync(ConversationUuid conversation, UserId newcomer, bool asAdmin, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var key = await rekeying.WritingKeyAsync(conversation, cancellation);
            if (!key.Succeeded) return key.Failure;
            if (conversations.Find(conversation)?.Everybody.Contains(newcomer) is true) return await conversations.RefreshAsync(conversation, cancellation);
            await names.BringTitleUnderAsync(conversation, key.Value, cancellation);
            var people = await book.CurrentKeysAsync([newcomer], cancellation);
            if (!people.Succeeded) return people.Failure;
            var answer = await SendAsync(conversation, key.Value, people.Value[0], asAdmin, cancellation);
            var now = await conversations.RefreshAsync(conversation, cancellation);
            if (answer.Succeeded || !now.Succeeded) return now;
            if (now.Value.Everybody.Contains(newcomer)) return now;
            if (attempt == Attempts || answer.Failure.Status is not (Status.Conflict or Status.IncompleteKeys)) return answer.Failure;
            if (answer.Failure.Status is Status.Conflict && now.Value.SessionKey == key.Value.Uuid)
            {
                // The key is closed: nobody may be given it any more.
                var replaced = await rekeying.ReplaceAsync(conversation, key.Value.Uuid, cancellation);
                if (!replaced.Succeeded) return replaced.Failure;
            }
        }
    }

    public Task<Result<Conversation>> PromoteAsync(ConversationUuid conversation, UserId member, CancellationToken cancellation) =>
        ChangeAsync(conversation, new RequestChangeToAdmin(conversation, member), cancellation);

    public Task<Result<Conversation>> KickAsync(ConversationUuid conversation, UserId member, CancellationToken cancellation) =>
        ChangeAsync(conversation, new RequestKickUser(conversation, member), cancellation);

    /// <summary>Who is out already, because an answer was lost, has left.</summary>
    public async Task<Result<bool>> LeaveAsync(ConversationUuid conversation, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestLeaveConversation(conversation), cancellation);
        if (answer.Failure is { Status: not (Status.Forbidden or Status.NotFound) } failure) return failure;
        if (!answer.Succeeded && (await conversations.RefreshAsync(conversation, cancellation)).Succeeded) return answer.Failure;
        await conversations.RemoveAsync(conversation);
        return true;
    }

    /// <summary>For everybody in it. What is gone already is deleted.</summary>
    public async Task<Result<bool>> DeleteAsync(ConversationUuid conversation, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestDeleteConversation(conversation), cancellation);
        if (answer.Failure is { Status: not Status.NotFound } failure) return failure;
        await conversations.RemoveAsync(conversation);
        return true;
    }

    private Task<Result<ResponseStatusMessage>> SendAsync(
        ConversationUuid conversation, HeldKey key, Recipient newcomer, bool asAdmin, CancellationToken cancellation)
    {
        var signature = new SessionKeyStatement(conversation, own.UserId, key.Previous).Sign(key.Key, own.KeyPair);
        var value = new SessionKeyValue(key.Key.WrapFor(newcomer.PublicKey), signature, own.KeyPairUuid, own.UserId, newcomer.UserId);
        var pairs = new Dictionary<UserId, KeyPairUuid> { [newcomer.UserId] = newcomer.KeyPairUuid };
        return asAdmin
            ? link.SendAsync(new RequestAddAdmin(conversation, key.Uuid, value, pairs), cancellation)
            : link.SendAsync(new RequestAddMember(conversation, key.Uuid, value, pairs), cancellation);
    }

    private async Task<Result<Conversation>> ChangeAsync(ConversationUuid conversation, IRequest<ResponseStatusMessage> change, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(change, cancellation);
        return answer.Succeeded ? await conversations.RefreshAsync(conversation, cancellation) : answer.Failure;
    }
}
