using System.Collections.Concurrent;
using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Contacts;
using Hansard.Client.Conversations;
using Hansard.Client.Encryption;
using Hansard.Client.Settings;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Client.SessionKeys;

/// <summary>
/// Gives a conversation a new session key when its current one is closed or not to be trusted. Many clients may try at once: the server
/// lets the first one win, and the others use its key.
/// </summary>
internal sealed class Rekeying(Identity own, KeyRing ring, KeyBook book, RecorderWatch recorders, ConversationBook conversations, Link link)
{
    /// <summary>How often members or recorders may change under the hand before it is given up.</summary>
    private const int Attempts = 5;

    private readonly ConcurrentDictionary<ConversationUuid, SemaphoreSlim> turns = new();

    /// <summary>The current key, if it is one that may be written under, else a new one.</summary>
    public async Task<Result<HeldKey>> WritingKeyAsync(ConversationUuid conversation, CancellationToken cancellation)
    {
        var known = await conversations.GetAsync(conversation, cancellation);
        if (!known.Succeeded) return known.Failure;
        var current = known.Value.SessionKey;
        var key = await ring.GetAsync(conversation, current, cancellation);
        if (key is { Succeeded: true, Value.Verified: true } && !ring.IsSuperseded(conversation, current)) return key;
        return key.Failure?.Status is ClientStatus.Disconnected or ClientStatus.SignedOut
            ? key
            : await ReplaceAsync(conversation, current, cancellation);
    }

    /// <summary>The key that takes the place of <paramref name="closed"/>, whoever made it.</summary>
    public async Task<Result<HeldKey>> ReplaceAsync(ConversationUuid conversation, SessionKeyUuid closed, CancellationToken cancellation)
    {
        var turn = turns.GetOrAdd(conversation, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var current = await CurrentAsync(conversation, cancellation);
                if (!current.Succeeded) return current.Failure;
                if (current.Value != closed && !ring.IsSuperseded(conversation, current.Value))
                {
                    var theirs = await ring.GetAsync(conversation, current.Value, cancellation);
                    if (theirs is { Succeeded: true, Value.Verified: true }) return theirs;
                }
                var made = await MakeAsync(conversation, current.Value, cancellation);
                if (made.Succeeded || attempt == Attempts || made.Failure.Status is not (Status.Conflict or Status.IncompleteKeys)) return made;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<Result<SessionKeyUuid>> CurrentAsync(ConversationUuid conversation, CancellationToken cancellation)
    {
        var view = await conversations.RefreshAsync(conversation, cancellation);
        return view.Succeeded ? view.Value.SessionKey : view.Failure;
    }

    private async Task<Result<HeldKey>> MakeAsync(ConversationUuid conversation, SessionKeyUuid previous, CancellationToken cancellation)
    {
        var everybody = await RecipientsAsync(conversation, cancellation);
        if (!everybody.Succeeded) return everybody.Failure;
        var set = new KeySet(own, conversation, previous, everybody.Value);
        var answer = await link.SendAsync(new RequestAddNewSessionKeys(conversation, set.All, set.KeyPairUuids, previous), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        var key = new HeldKey(answer.Value.SessionKeyUuid, previous, set.Key, Verified: true);
        ring.Keep(conversation, key);
        await conversations.ChangeAsync(conversation, known => known with { SessionKey = key.Uuid });
        await ResendTitleAsync(conversation, key, cancellation);
        return key;
    }

    private async Task<Result<IReadOnlyList<Recipient>>> RecipientsAsync(ConversationUuid conversation, CancellationToken cancellation)
    {
        var watching = await recorders.RecipientsAsync(cancellation);
        if (!watching.Succeeded) return watching.Failure;
        var members = await link.SendAsync(new RequestGetMembersList(conversation), cancellation);
        if (!members.Succeeded) return members.Failure;
        var others = members.Value.Admins.Concat(members.Value.Members).Where(user => user != own.UserId).ToList();
        var people = await book.CurrentKeysAsync(others, cancellation);
        return people.Succeeded ? people.Value.Concat(watching.Value).ToList() : people.Failure;
    }

    /// <summary>Newcomers hold only the new key, so the title must be under it. It is best effort: the conversation works without.</summary>
    private async Task ResendTitleAsync(ConversationUuid conversation, HeldKey key, CancellationToken cancellation)
    {
        if (conversations.Find(conversation) is not { IsDialog: false, Title: { } title } known || !known.Admins.Contains(own.UserId)) return;
        var sealedTitle = Envelope.Seal(key.Key, key.Uuid, conversation, EnvelopeField.Title, title);
        var answer = await link.SendAsync(new RequestRenameConversation(conversation, sealedTitle), cancellation);
        if (answer.Succeeded) await conversations.ChangeAsync(conversation, now => now with { TitleKey = key.Uuid });
    }
}
