using Hansard.Client.Connections;
using Hansard.Client.Contacts;
using Hansard.Client.Events;
using Hansard.Client.LocalStore;
using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.CatchingUp;
using Hansard.Protocol.Frames;
using Hansard.Protocol.Messages;

namespace Hansard.Client.Conversations;

/// <summary>
/// Brings the device up to date after each connect: it asks for what changed since its cursor, and brings that in as if it had been told live. A run that
/// breaks off goes on from where it came to. Without a cursor that the server can follow, and with a server that has none, it loads anew.
/// </summary>
internal sealed class CatchUp(ConversationBook conversations, ArrivedMessages arrived, NotificationReader notifications, ContactBook contacts, Mirror mirror, Link link)
{
    /// <summary>How far back a conversation is told that began while this device was away, in pages.</summary>
    private const int PagesOfNewConversation = 50;

    /// <summary>From so many changed conversations on all are asked for at once.</summary>
    private const int AskedOneByOne = 20;

    private bool ranBefore;

    public async Task<Failure?> RunAsync(CancellationToken cancellation)
    {
        if (!ranBefore) await conversations.RememberAsync(cancellation);
        var failure = await FollowAsync(cancellation);
        ranBefore |= failure is null;
        return failure;
    }

    private async Task<Failure?> FollowAsync(CancellationToken cancellation)
    {
        HashSet<ConversationUuid> touched = [];
        while (true)
        {
            var cursor = mirror.Cursor;
            var answer = await link.SendAsync(new RequestGetChanges(cursor, Limits.ChangesPerPage), cancellation);
            if (answer.Failure is { Status: Status.Unsupported }) return await LoadAsync(null, cancellation);
            if (!answer.Succeeded) return answer.Failure;
            if (!answer.Value.Recovered) return await LoadAsync(answer.Value.Cursor, cancellation);
            var changes = answer.Value.Changes.Select(Read).ToList();
            foreach (var news in mirror.Apply(changes, answer.Value.Cursor)) await notifications.TellAsync(news.Body, cancellation);
            touched.UnionWith(changes.Select(change => Counted(change.Body)).OfType<ConversationUuid>());
            if (changes.Count >= Limits.ChangesPageLeast) continue;
            if (mirror.ContactsUnsettled) await contacts.AllAsync(cancellation);
            touched.UnionWith(mirror.Unsettled);
            return await RecountAsync(touched, cancellation);
        }
    }

    private static Notification Read(RawJson change) => new(FrameReader.TryRead(change.Utf8, out var frame, out var fault)
        ? WireTypes.TryFind(frame.Type, out var type) ? UnreadableNotification.Or(type, frame) : new UnreadableNotification(frame.Type, "This version does not know it.")
        : new UnreadableNotification("change", fault.Description));

    /// <summary>Where unread messages may be more or fewer than before; how many the server alone knows, who has seen them all.</summary>
    private static ConversationUuid? Counted(INotification change) => change switch
    {
        NotificationAddedMessageToConversation added => added.Message.ConversationUuid,
        UpdatedMessageNotification { Readed: true } updated => updated.ConversationUuid,
        DeleteMessageNotification deleted => deleted.ConversationUuid,
        _ => null,
    };

    private async Task<Failure?> RecountAsync(HashSet<ConversationUuid> touched, CancellationToken cancellation)
    {
        var unsettled = mirror.Unsettled;
        var all = touched.Count > AskedOneByOne ? await conversations.ListAsync(cancellation) : default;
        if (all.Failure is { } refused) return refused;
        foreach (var conversation in touched.Where(uuid => touched.Count <= AskedOneByOne ? conversations.Find(uuid) is not null : unsettled.Contains(uuid)))
        {
            var refreshed = await conversations.RefreshAsync(conversation, cancellation);
            // One that is gone meanwhile is told to be.
            if (refreshed.Failure is { Status: not (Status.NotFound or Status.Forbidden) } failure) return failure;
        }
        return null;
    }

    /// <param name="cursor">For the moment before the load; null where the server has none.</param>
    private async Task<Failure?> LoadAsync(string? cursor, CancellationToken cancellation)
    {
        mirror.BeginAnew();
        var list = await conversations.ListAsync(cancellation);
        if (!list.Succeeded) return list.Failure;
        foreach (var last in list.Value.LastMessages)
        {
            if (await FollowAsync(last.ConversationUuid, last, cancellation) is { } failure) return failure;
        }
        if (cursor is null) return null;
        await contacts.AllAsync(cancellation);
        mirror.Apply([], cursor);
        return null;
    }

    private async Task<Failure?> FollowAsync(ConversationUuid conversation, MessageView last, CancellationToken cancellation)
    {
        var told = arrived.LastTold(conversation);
        if (last.Uuid == told) return null;
        if (told is not null) return await ForwardAsync(conversation, told.Value, cancellation);
        if (ranBefore) return await FromTheBeginningAsync(conversation, cancellation);
        // What was said before this client started is history, which is read page by page, and not news.
        arrived.BeginAfter(conversation, last.Uuid);
        return null;
    }

    private async Task<Failure?> ForwardAsync(ConversationUuid conversation, MessageUuid after, CancellationToken cancellation)
    {
        while (true)
        {
            var page = await link.SendAsync(new RequestGetMessages(conversation, after, Limits.PageMessages), cancellation);
            if (!page.Succeeded) return page.Failure;
            if (page.Value.Messages.Count == 0) return null;
            foreach (var message in page.Value.Messages.Reverse()) await arrived.TellAsync(message, cancellation);
            after = page.Value.Messages[0].Uuid;
        }
    }

    private async Task<Failure?> FromTheBeginningAsync(ConversationUuid conversation, CancellationToken cancellation)
    {
        var views = new List<MessageView>();
        for (var n = 0; n < PagesOfNewConversation; n++)
        {
            MessageUuid? oldest = views.Count == 0 ? null : views[^1].Uuid;
            var page = await link.SendAsync(new RequestGetMessagesFromUuid(conversation, Limits.PageMessages, oldest), cancellation);
            if (!page.Succeeded) return page.Failure;
            if (page.Value.Messages.Count == 0) break;
            views.AddRange(page.Value.Messages);
        }
        views.Reverse();
        foreach (var message in views) await arrived.TellAsync(message, cancellation);
        return null;
    }
}
