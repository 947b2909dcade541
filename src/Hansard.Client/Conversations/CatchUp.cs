using Hansard.Client.Connections;
using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Messages;

namespace Hansard.Client.Conversations;

/// <summary>
/// Brings the device up to date after each connect: the list of conversations, and in each what was said since the last message that was
/// told. A run that breaks off goes on from where it came to.
/// </summary>
internal sealed class CatchUp(ConversationBook conversations, ArrivedMessages arrived, Link link)
{
    /// <summary>How far back a conversation is told that began while this device was away, in pages.</summary>
    private const int PagesOfNewConversation = 50;

    private bool ranBefore;

    public async Task<Failure?> RunAsync(CancellationToken cancellation)
    {
        var list = await conversations.ListAsync(cancellation);
        if (!list.Succeeded) return list.Failure;
        foreach (var last in list.Value.LastMessages)
        {
            if (await FollowAsync(last.ConversationUuid, last, cancellation) is { } failure) return failure;
        }
        ranBefore = true;
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
