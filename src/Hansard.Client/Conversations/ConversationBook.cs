using System.Collections.Concurrent;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.Events;
using Hansard.Client.LocalStore;
using Hansard.Client.SessionKeys;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;

namespace Hansard.Client.Conversations;

/// <summary>The conversations of this user, as the server last showed them and as what came since changed them.</summary>
internal sealed class ConversationBook(KeyRing ring, Mirror mirror, Link link, EventStream events)
{
    private readonly ConcurrentDictionary<ConversationUuid, Conversation> known = new();

    /// <summary>The one with the latest message first.</summary>
    public IReadOnlyList<Conversation> All => [.. known.Values.OrderByDescending(conversation => conversation.LastMessage)];

    public Conversation? Find(ConversationUuid uuid) => known.GetValueOrDefault(uuid);

    public async Task<Result<Conversation>> GetAsync(ConversationUuid uuid, CancellationToken cancellation) =>
        Find(uuid) is { } conversation ? conversation : await RefreshAsync(uuid, cancellation);

    public async Task<Result<Conversation>> RefreshAsync(ConversationUuid uuid, CancellationToken cancellation)
    {
        var question = mirror.Question(uuid);
        var answer = await link.SendAsync(new RequestGetConversationFull(uuid, null), cancellation);
        if (answer.Succeeded) return await TakeAsync(answer.Value.Conversation, cancellation, question);
        if (answer.Failure.Status is Status.NotFound or Status.Forbidden) await RemoveAsync(uuid);
        return answer.Failure;
    }

    /// <summary>All conversations as the server has them now; those it no longer has are gone.</summary>
    public async Task<Result<ResponseGetConversationsFull>> ListAsync(CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestGetConversationsFull(null), cancellation);
        if (!answer.Succeeded) return answer;
        foreach (var gone in known.Keys.Except(answer.Value.Conversations.Select(view => view.Uuid))) await RemoveAsync(gone);
        foreach (var view in answer.Value.Conversations) await TakeAsync(view, cancellation);
        return answer;
    }

    /// <summary>What the device knew of its conversations when it was last there.</summary>
    public async Task RememberAsync(CancellationToken cancellation)
    {
        foreach (var view in mirror.Conversations) await ShowAsync(view, cancellation);
    }

    /// <param name="answered">What was unsettled of it when the server was asked, if anything.</param>
    public Task<Conversation> TakeAsync(ConversationView view, CancellationToken cancellation, string? answered = null)
    {
        mirror.Take(view, answered);
        return ShowAsync(view, cancellation);
    }

    private async Task<Conversation> ShowAsync(ConversationView view, CancellationToken cancellation)
    {
        var conversation = new Conversation(
            view.Uuid,
            view.IsDialog,
            await OpenTitleAsync(view.Uuid, view.Title, cancellation),
            view.Admins,
            view.Members,
            view.UnreadedCounter,
            DateTimeOffset.FromUnixTimeMilliseconds(view.Created),
            DateTimeOffset.FromUnixTimeMilliseconds(view.LastMessage),
            view.Blocked,
            view.SessionKeyUuid)
        {
            PictureChanged = view.HasAvatar ? DateTimeOffset.FromUnixTimeMilliseconds(view.AvatarUpdated) : null,
            CountedThrough = DateTimeOffset.FromUnixTimeMilliseconds(view.LastMessage),
            TitleKey = view.Title is { } title && Envelope.Read(title) is { Succeeded: true } envelope ? envelope.Value.SessionKeyUuid : null,
        };
        known[view.Uuid] = conversation;
        await events.PublishAsync(new ConversationChanged(conversation));
        return conversation;
    }

    public async Task ChangeAsync(ConversationUuid uuid, Func<Conversation, Conversation> change)
    {
        while (known.TryGetValue(uuid, out var before))
        {
            var after = change(before);
            if (ReferenceEquals(before, after)) return;
            if (!known.TryUpdate(uuid, after, before)) continue;
            await events.PublishAsync(new ConversationChanged(after));
            return;
        }
    }

    public async Task RemoveAsync(ConversationUuid uuid)
    {
        ring.Forget(uuid);
        mirror.Remove(uuid);
        if (known.TryRemove(uuid, out _)) await events.PublishAsync(new ConversationRemoved(uuid));
    }

    /// <summary>Null where there is no title, and where it does not open: a conversation without its name is still a conversation.</summary>
    public async Task<string?> OpenTitleAsync(ConversationUuid uuid, string? title, CancellationToken cancellation)
    {
        if (title is null) return null;
        var text = await ring.OpenAsync(uuid, title, EnvelopeField.Title, cancellation);
        return text.Succeeded ? text.Value : null;
    }
}
