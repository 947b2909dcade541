using System.Collections.Concurrent;
using Hansard.Client.Accounts;
using Hansard.Client.Conversations;
using Hansard.Client.Events;
using Hansard.Protocol;
using Hansard.Protocol.Messages;

namespace Hansard.Client.Messages;

/// <summary>
/// Tells each message once and in the order of its conversation, whether the server told it or catching up found it, and keeps the place
/// from which to catch up next time.
/// </summary>
internal sealed class ArrivedMessages(
    Identity own, MessageReader reader, ConversationBook conversations, SeenMessages seen, DeliveryReceipts? receipts, EventStream events)
{
    private readonly ConcurrentDictionary<ConversationUuid, MessageUuid> lastTold = new();

    public MessageUuid? LastTold(ConversationUuid conversation) => lastTold.TryGetValue(conversation, out var uuid) ? uuid : null;

    public void BeginAfter(ConversationUuid conversation, MessageUuid message) => lastTold[conversation] = message;

    public async Task TellAsync(MessageView view, CancellationToken cancellation)
    {
        if (!seen.Contains(view.ConversationUuid, view.Uuid))
        {
            await TellNewAsync(view, cancellation);
            seen.Add(view.ConversationUuid, view.Uuid);
        }
        lastTold[view.ConversationUuid] = view.Uuid;
    }

    /// <summary>Broken off before the end, nothing was told, and the next run does it again.</summary>
    private async Task TellNewAsync(MessageView view, CancellationToken cancellation)
    {
        var message = await reader.ReadAsync(view, cancellation);
        await ApplyAsync(view, message, cancellation);
        await events.PublishAsync(new MessageArrived(message));
        if (message is { IsMine: false, IsEvent: false, IsDeleted: false }) receipts?.Add(message.Conversation, message.Uuid);
    }

    private async Task ApplyAsync(MessageView view, Message message, CancellationToken cancellation)
    {
        if (view.EventType is EventTypes.Added or EventTypes.Left or EventTypes.Kicked or EventTypes.AdminAdded)
        {
            // It may be this user himself who left: then the conversation is simply gone.
            await conversations.RefreshAsync(view.ConversationUuid, cancellation);
            return;
        }
        await conversations.ChangeAsync(view.ConversationUuid, known => known with
        {
            LastMessage = message.SentAt,
            Unread = IsNews(message, known) ? known.Unread + 1 : known.Unread,
            SessionKey = view.EventType is EventTypes.SessionKeyRegenerated ? view.SessionKeyUuid : known.SessionKey,
        });
    }

    private bool IsNews(Message message, Conversation known) =>
        message.Sender != own.UserId && message is { IsEvent: false, IsDeleted: false } && message.SentAt > known.CountedThrough;
}
