using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Contacts;
using Hansard.Client.Conversations;
using Hansard.Client.Devices;
using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Client.Messages;
using Hansard.Client.SessionKeys;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Contacts;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Files;
using Hansard.Protocol.Messages;
using Hansard.Protocol.Presence;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Client.Events;

/// <summary>What each notification of the server changes here, and what of it is told; one after another, in the server's order.</summary>
internal sealed class NotificationReader(
    Identity own, KeyRing ring, KeyBook book, ConversationBook conversations, ArrivedMessages arrived, DeviceBook devices, ContactBook contacts, Mirror mirror, EventStream events)
{
    public async Task ReadAllAsync(MessengerConnection connection, CancellationToken cancellation)
    {
        await foreach (var notification in connection.Notifications.ReadAllAsync(cancellation))
        {
            if (notification.Body is UpdateContactNotification) await contacts.AllAsync(cancellation);
            if (mirror.Apply(notification.Body)) await TellAsync(notification.Body, cancellation);
        }
    }

    /// <summary>What follows from a notification that the local store has taken in.</summary>
    public Task TellAsync(INotification body, CancellationToken cancellation) => body switch
    {
        NotificationAddedMessageToConversation added => arrived.TellAsync(added.Message, cancellation),
        UpdatedMessageNotification updated => UpdateAsync(updated, cancellation),
        DeleteMessageNotification deleted => DeleteAsync(deleted, cancellation),
        FileReadyNotification ready => PublishAsync(new FileArrived(ready.ConversationUuid, ready.MessageUuid)),
        ConversationNickUpdatedNotification renick => PublishAsync(new NickChanged(renick.ConversationUuid, renick.UserId)),
        ConversationAvatarChangedNotification drawn => conversations.ChangeAsync(
            drawn.ConversationUuid, known => known with { PictureChanged = DateTimeOffset.FromUnixTimeMilliseconds(drawn.AvatarUpdated) }),
        NotificationAddMemberToConversation entered => conversations.RefreshAsync(entered.Conversation.Uuid, cancellation),
        NotificationConversationLeaved left => conversations.RefreshAsync(left.Uuid, cancellation),
        NotificationConversationDeleted gone => conversations.RemoveAsync(gone.Uuid),
        NotificationRenameConversation renamed => RenameAsync(renamed, cancellation),
        NotificationNewSessionKey fresh => TakeKeyAsync(fresh.SessionKey, cancellation),
        NotificationNewPublicKey renewed when renewed.UserId == own.UserId => RenewedAsync(renewed),
        NotificationNewPublicKey changed => book.CurrentKeysAsync([changed.UserId], cancellation),
        AuthenticationByApplicationNotification entered => PublishAsync(new DeviceSignedIn(devices.View(entered.Application))),
        UpdateContactNotification updated => PublishAsync(new ContactChanged(updated.ContactId)),
        NotificationTyping typing => PublishAsync(new Typed(typing.ConversationUuid, typing.UserId)),
        UnreadableNotification unreadable => PublishAsync(
            new Warned(ClientStatus.Fault($"The server's {unreadable.Name} cannot be read: {unreadable.Description}"))),
        _ => Task.CompletedTask,
    };

    private Task PublishAsync(ClientEvent happened) => events.PublishAsync(happened).AsTask();

    /// <summary>The first keys of a user, which another device of his may have made at the same time, are those of this device.</summary>
    private Task RenewedAsync(NotificationNewPublicKey renewed)
    {
        var key = UserPublicKey.Parse(renewed.KeyBase64);
        return key.Succeeded && key.Value.Equals(own.KeyPair.Public)
            ? Task.CompletedTask
            : PublishAsync(key.Succeeded ? new OwnKeysRenewed(key.Value.Fingerprint) : new Warned(key.Failure));
    }

    /// <summary>Only the server knows whether the message was one of the unread.</summary>
    private async Task DeleteAsync(DeleteMessageNotification deleted, CancellationToken cancellation)
    {
        if (conversations.Find(deleted.ConversationUuid) is { Unread: > 0 }) await conversations.RefreshAsync(deleted.ConversationUuid, cancellation);
        await PublishAsync(new MessageDeleted(deleted.ConversationUuid, deleted.MessageUuid, deleted.UserId));
    }

    private async Task UpdateAsync(UpdatedMessageNotification updated, CancellationToken cancellation)
    {
        var readElsewhere = updated.Readed is true;
        // Whether a message that is not kept here was one of the unread only the server knows.
        if (readElsewhere && !mirror.Holds(updated.ConversationUuid, updated.Uuid)) await conversations.RefreshAsync(updated.ConversationUuid, cancellation);
        else if (readElsewhere)
            await conversations.ChangeAsync(updated.ConversationUuid, known => known with { Unread = Math.Max(0, known.Unread - 1) });
        await PublishAsync(new MessageUpdated(
            updated.ConversationUuid, updated.Uuid, updated.Members, updated.ReadedMembers, updated.DeliveredMembers, updated.Deleted, readElsewhere, updated.Objectionable));
    }

    private async Task RenameAsync(NotificationRenameConversation renamed, CancellationToken cancellation)
    {
        var title = await conversations.OpenTitleAsync(renamed.ConversationUuid, renamed.Title, cancellation);
        await conversations.ChangeAsync(renamed.ConversationUuid, known => known with { Title = title });
    }

    /// <summary>A key that is refused here is current all the same; whoever writes next will replace it.</summary>
    private async Task TakeKeyAsync(SessionKeyView view, CancellationToken cancellation)
    {
        var key = await ring.TakeAsync(view, cancellation);
        if (!key.Succeeded) await PublishAsync(new Warned(key.Failure));
        await conversations.ChangeAsync(view.ConversationUuid, known => known with { SessionKey = view.Uuid });
    }
}
