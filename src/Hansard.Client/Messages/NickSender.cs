using System.Collections.Concurrent;
using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.SessionKeys;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Messages;

namespace Hansard.Client.Messages;

/// <summary>
/// Each member sends his nick again when he first writes under a new key, or those who hold only that key could not read it. The server's
/// answer shows the nick it holds, so nothing needs to be remembered.
/// </summary>
internal sealed class NickSender(Identity own, KeyRing ring, Link link)
{
    private readonly ConcurrentDictionary<SessionKeyUuid, bool> sent = new();

    public async Task SendWhereOldAsync(MessageView said, HeldKey key, CancellationToken cancellation)
    {
        if (IsUnder(said.UserNick, key.Uuid) || !sent.TryAdd(key.Uuid, true)) return;
        if (await PresentAsync(said, cancellation) is not { } nick) return;
        var envelope = Envelope.Seal(key.Key, key.Uuid, said.ConversationUuid, EnvelopeField.Nick, nick);
        await link.SendAsync(new UpdateMemberNick(said.ConversationUuid, envelope, own.UserId), cancellation);
    }

    /// <summary>The nick that he has in this conversation, or everywhere.</summary>
    private async Task<string?> PresentAsync(MessageView said, CancellationToken cancellation)
    {
        if (said.UserNick is null) return own.Nick;
        var nick = await ring.OpenAsync(said.ConversationUuid, said.UserNick, EnvelopeField.Nick, cancellation);
        return nick.Succeeded ? nick.Value : own.Nick;
    }

    private static bool IsUnder(string? nick, SessionKeyUuid key) =>
        nick is not null && Envelope.Read(nick) is { Succeeded: true } envelope && envelope.Value.SessionKeyUuid == key;
}
