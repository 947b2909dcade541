using Hansard.Client.Accounts;
using Hansard.Client.Encryption;
using Hansard.Client.SessionKeys;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Messages;

namespace Hansard.Client.Messages;

/// <summary>Opens what the server shows of a message. What does not open is shown as that, with the reason, and never left out.</summary>
internal sealed class MessageReader(Identity own, KeyRing ring)
{
    public async Task<Message> ReadAsync(MessageView view, CancellationToken cancellation)
    {
        var read = view.IsEvent || view.Deleted ? Opened.Nothing : await OpenAsync(view, cancellation);
        return new Message(
            view.Uuid, view.ConversationUuid, view.UserId, await NickAsync(view, cancellation), DateTimeOffset.FromUnixTimeMilliseconds(view.Created),
            view.UserId == own.UserId, read.Content, read.Plaintext, view.ReplyMessageUuid, view.HasFiles, view.EventType, view.EventUserId,
            view.Deleted, view.Readed, view.Members, view.ReadedMembers, view.DeliveredMembers, read.Problem, read.Verified) { IsObjectionable = view.Objectionable };
    }

    public async Task<IReadOnlyList<Message>> ReadAllAsync(IEnumerable<MessageView> views, CancellationToken cancellation)
    {
        var messages = new List<Message>();
        foreach (var view in views) messages.Add(await ReadAsync(view, cancellation));
        return messages;
    }

    private async Task<Opened> OpenAsync(MessageView view, CancellationToken cancellation)
    {
        if (view is not { IvBase64: { } iv, BodyEncryptedBase64: { } body }) return Opened.Not(Failure.Invalid("The message has no body."));
        var key = await ring.GetAsync(view.ConversationUuid, view.SessionKeyUuid, cancellation);
        if (!key.Succeeded) return Opened.Not(key.Failure);
        var place = new MessagePlace(view.ConversationUuid, view.Uuid, view.UserId, view.SessionKeyUuid);
        var plaintext = new MessageBody(iv, body).Decrypt(key.Value.Key, place);
        if (!plaintext.Succeeded) return Opened.Not(plaintext.Failure);
        var content = ContentJson.Read(plaintext.Value);
        return new(content.Succeeded ? content.Value : null, plaintext.Value, content.Failure, key.Value.Verified);
    }

    private async Task<string?> NickAsync(MessageView view, CancellationToken cancellation)
    {
        if (view.UserNick is null) return null;
        var nick = await ring.OpenAsync(view.ConversationUuid, view.UserNick, EnvelopeField.Nick, cancellation);
        return nick.Succeeded ? nick.Value : null;
    }

    private sealed record Opened(MessageContent? Content, ReadOnlyMemory<byte> Plaintext, Failure? Problem, bool Verified)
    {
        public static readonly Opened Nothing = new(null, default, null, false);

        public static Opened Not(Failure problem) => new(null, default, problem, false);
    }
}
