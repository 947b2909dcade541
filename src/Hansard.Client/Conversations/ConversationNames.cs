using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Client.SessionKeys;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;

namespace Hansard.Client.Conversations;

/// <summary>Titles of groups and nicks of members, sealed under the session key of their conversation.</summary>
internal sealed class ConversationNames(Identity own, KeyRing ring, Rekeying rekeying, ConversationBook conversations, Mirror mirror, Link link)
{
    public async Task<Result<Conversation>> RenameAsync(ConversationUuid conversation, string? title, CancellationToken cancellation)
    {
        var key = await rekeying.WritingKeyAsync(conversation, cancellation);
        if (!key.Succeeded) return key.Failure;
        var answer = await SendTitleAsync(conversation, title, key.Value, cancellation);
        return answer.Succeeded ? await conversations.RefreshAsync(conversation, cancellation) : answer.Failure;
    }

    /// <summary>A newcomer holds only the current key, so the title must be under it. It is best effort: the conversation works without.</summary>
    public async Task BringTitleUnderAsync(ConversationUuid conversation, HeldKey key, CancellationToken cancellation)
    {
        if (conversations.Find(conversation) is not { IsDialog: false, Title: { } title } known || known.TitleKey == key.Uuid) return;
        if (known.Admins.Contains(own.UserId)) await SendTitleAsync(conversation, title, key, cancellation);
    }

    /// <summary>What this user calls himself in this conversation; null: what he calls himself everywhere.</summary>
    public async Task<Result<bool>> SetNickAsync(ConversationUuid conversation, string? nick, CancellationToken cancellation)
    {
        var key = await rekeying.WritingKeyAsync(conversation, cancellation);
        if (!key.Succeeded) return key.Failure;
        var answer = await link.SendAsync(new UpdateMemberNick(conversation, SealedOrNull(conversation, EnvelopeField.Nick, nick ?? own.Nick, key.Value), own.UserId), cancellation);
        return answer.Succeeded ? true : answer.Failure;
    }

    /// <summary>What the members call themselves; those without a nick, or with one that does not open, are absent.</summary>
    public async Task<Result<IReadOnlyDictionary<UserId, string>>> NicksAsync(ConversationUuid conversation, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new GetNicks(conversation), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        var nicks = new Dictionary<UserId, string>();
        foreach (var (user, envelope) in answer.Value.Nicks)
        {
            var nick = await ring.OpenAsync(conversation, envelope, EnvelopeField.Nick, cancellation);
            if (nick.Succeeded) nicks[user] = nick.Value;
        }
        return nicks;
    }

    private async Task<Result<ResponseStatusMessage>> SendTitleAsync(
        ConversationUuid conversation, string? title, HeldKey key, CancellationToken cancellation)
    {
        var envelope = SealedOrNull(conversation, EnvelopeField.Title, title, key);
        var answer = await link.SendAsync(new RequestRenameConversation(conversation, envelope), cancellation);
        if (answer.Succeeded) mirror.Apply(new NotificationRenameConversation(conversation, envelope));
        if (answer.Succeeded) await conversations.ChangeAsync(conversation, known => known with { Title = title, TitleKey = key.Uuid });
        return answer;
    }

    private static string? SealedOrNull(ConversationUuid conversation, string field, string? text, HeldKey key) =>
        text is null ? null : Envelope.Seal(key.Key, key.Uuid, conversation, field, text);
}
