using System.Collections.Concurrent;
using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Conversations;
using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Client.SessionKeys;
using Hansard.Client.Settings;
using Hansard.Protocol;
using Hansard.Protocol.Messages;
using Hansard.Protocol.Settings;

namespace Hansard.Client.Messages;

/// <summary>
/// Says something so that it is said once: the message keeps its uuid through lost connections, closed keys and lost races, and is
/// encrypted anew under each new key until the server has it. In one conversation messages go one after another: a refusal that passes
/// must not let the later words arrive before the earlier ones.
/// </summary>
internal sealed class MessageSender(
    Identity own, Rekeying rekeying, RecorderWatch recorders, ConversationBook conversations, MessageReader reader,
    NickSender nicks, SeenMessages seen, Mirror mirror, Link link, TimeProvider time)
{
    /// <summary>How often keys may be closed or replaced under one message before it is given up.</summary>
    private const int KeyAttempts = 8;

    /// <summary>How often a server that is busy, or a recorder that has not yet confirmed a key, is waited for.</summary>
    private const int Waits = 12;

    private static readonly BackOff Pause = BackOff.Usual with { First = TimeSpan.FromMilliseconds(100), Longest = TimeSpan.FromSeconds(5) };

    /// <summary>Keys under which a message was accepted: should one be refused later, it was closed and not merely unconfirmed.</summary>
    private readonly ConcurrentDictionary<SessionKeyUuid, bool> accepted = new();

    private readonly Turns turns = new();

    public Task<Result<Message>> SendAsync(Draft draft, CancellationToken cancellation) =>
        turns.TakeAsync(draft.Conversation, () => SayAsync(draft, cancellation), cancellation);

    private async Task<Result<Message>> SayAsync(Draft draft, CancellationToken cancellation)
    {
        seen.Add(draft.Conversation, draft.Uuid);
        var (keys, waits) = (0, 0);
        while (true)
        {
            var key = await rekeying.WritingKeyAsync(draft.Conversation, cancellation);
            if (!key.Succeeded) return key.Failure;
            var answer = await link.SendAsync(Encrypt(draft, key.Value), cancellation);
            if (answer.Succeeded)
            {
                accepted[key.Value.Uuid] = true;
                mirror.Apply(new NotificationAddedMessageToConversation(answer.Value.Message));
                await nicks.SendWhereOldAsync(answer.Value.Message, key.Value, cancellation);
                return await reader.ReadAsync(answer.Value.Message, cancellation);
            }
            if (MayPass(answer.Failure, key.Value.Uuid) && waits < Waits)
            {
                await Task.Delay(Pause.Before(waits++), time, cancellation);
                continue;
            }
            if (++keys == KeyAttempts) return answer.Failure;
            if (await ResolveAsync(draft, key.Value, answer.Failure, cancellation) is { } outcome) return outcome;
        }
    }

    private RequestAddMessage Encrypt(Draft draft, HeldKey key)
    {
        var body = MessageBody.Encrypt(key.Key, new MessagePlace(draft.Conversation, draft.Uuid, own.UserId, key.Uuid), draft.Plaintext.Span);
        return new(body.BodyEncryptedBase64, draft.Conversation, draft.HasFiles, body.IvBase64, draft.Uuid, draft.ReplyTo, key.Uuid, draft.FileCount);
    }

    /// <summary>A refusal that time alone may lift.</summary>
    private bool MayPass(Failure failure, SessionKeyUuid key) => failure.Status switch
    {
        Status.TooManyRequests => true,
        Status.IncompleteKeys => recorders.Recording is RecordingModes.Strict && !accepted.ContainsKey(key),
        _ => false,
    };

    /// <summary>Null when it is worth another try.</summary>
    private async Task<Result<Message>?> ResolveAsync(Draft draft, HeldKey key, Failure refused, CancellationToken cancellation)
    {
        switch (refused.Status)
        {
            case Status.IncompleteKeys:
                var replaced = await rekeying.ReplaceAsync(draft.Conversation, key.Uuid, cancellation);
                if (replaced.Succeeded) return null;
                return replaced.Failure;
            case Status.Conflict:
                var current = await conversations.RefreshAsync(draft.Conversation, cancellation);
                if (!current.Succeeded) return current.Failure;
                if (current.Value.SessionKey != key.Uuid) return null;
                return await AlreadySaidAsync(draft, refused, cancellation);
            default:
                return refused;
        }
    }

    /// <summary>An answer may have been lost and the key closed since: then the server has the very message that it refuses now.</summary>
    private async Task<Result<Message>> AlreadySaidAsync(Draft draft, Failure refused, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestGetMessagesByUuids(draft.Conversation, [draft.Uuid]), cancellation);
        if (!answer.Succeeded || answer.Value.Messages is not [var view] || view.UserId != own.UserId) return refused;
        var said = await reader.ReadAsync(view, cancellation);
        return said.Problem is null && said.Plaintext.Span.SequenceEqual(draft.Plaintext.Span) ? said : refused;
    }
}
