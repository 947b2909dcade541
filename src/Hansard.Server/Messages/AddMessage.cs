using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Conversations;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Messages;

/// <summary>RequestAddMessage: the request everything else is measured by. Decided in memory, stored with its batch.</summary>
internal static class AddMessage
{
    public static Result<ResponseAddedMessage> Handle(RequestAddMessage request, Caller caller, Batch batch)
    {
        if (Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out MemberState author) is { } stranger) return stranger;
        if (Malformed(request) is { } malformed) return malformed;
        if (batch.Conversations.WasAdded(conversation, request.MessageUuid))
            return Retried(request, caller, batch, conversation, author);
        // What was taken once stays taken, whatever would be refused now.
        if ((Refusal(conversation, request, caller) ?? ReplyRefusal(batch, conversation, author, request)) is { } refusal)
            return batch.Conversations.FindMessage(conversation, request.MessageUuid) is null ? refusal : Retried(request, caller, batch, conversation, author);
        return new ResponseAddedMessage(Append(request, caller, batch, conversation, author));
    }

    private static Failure? Malformed(RequestAddMessage request)
    {
        if (request.BodyEncryptedBase64.Length > Ciphertext.BodyCharactersMaximum) return Failure.Invalid("bodyEncryptedBase64 is larger than allowed.");
        if (!Ciphertext.IsBase64(request.BodyEncryptedBase64)) return Failure.Invalid("bodyEncryptedBase64 must be base64.");
        if (request.IvBase64.Length > Ciphertext.IvCharactersMaximum || !Ciphertext.IsBase64(request.IvBase64)) return Failure.Invalid("ivBase64 must be short base64.");
        if (request is { HasFiles: false, FileCount: > 0 }) return Failure.Invalid("A message with a fileCount hasFiles.");
        return request.FileCount is < 0 or > Limits.FilesPerMessage ? Failure.Invalid($"fileCount must be 0 to {Limits.FilesPerMessage}.") : null;
    }

    private static Failure? Refusal(ConversationState conversation, RequestAddMessage request, Caller caller) =>
        conversation.Silences(caller.UserKey) ? Refusals.ConversationBlocked : KeyRefusal(conversation, request.SessionKeyUuid, caller.Network.Settings);

    /// <summary>One answers what one can read; a tombstone stays answerable.</summary>
    private static Failure? ReplyRefusal(Batch batch, ConversationState conversation, MemberState author, RequestAddMessage request) =>
        request.ReplyMessageUuid is not { } target
        || (batch.Conversations.FindMessage(conversation, target) is { } answered && author.Spans.Contains(answered.Ordinal))
            ? null
            : Refusals.NoMessage;

    /// <summary>Whether a message may come under this key now; the refusal names the current one.</summary>
    internal static Failure? KeyRefusal(ConversationState conversation, SessionKeyUuid used, NetworkSettings settings)
    {
        if (settings.LacksRecorder) return Refusals.NoRecorder;
        if (used != conversation.SessionKeyUuid) return Failure.Conflict($"The current session key is {conversation.SessionKeyUuid}.");
        if (conversation.SessionKeyClosed is not null)
            return Failure.IncompleteKeys($"The session key {conversation.SessionKeyUuid} is closed; a member must add new session keys first.");
        if (settings.Recording == Recording.Strict && !conversation.SessionKeyConfirmed)
            return Failure.IncompleteKeys("No recorder has confirmed the session key yet; try again shortly.");
        return null;
    }

    private static MessageView Append(RequestAddMessage request, Caller caller, Batch batch, ConversationState conversation, MemberState author)
    {
        int members = conversation.ActiveKeys.Count;
        long factId = batch.Record(caller.Network, FactDraft.By(caller, conversation, new MessageAdded(request.MessageUuid, request.SessionKeyUuid, request.HasFiles,
            request.ReplyMessageUuid, members, BodyHash.Of(request.IvBase64, request.BodyEncryptedBase64), false, null, null))
            with { Ciphertext = (request.IvBase64, request.BodyEncryptedBase64) });
        MessageRow row = new(conversation.NextMessageId(), conversation.Id, request.MessageUuid, caller.UserKey, request.SessionKeyUuid, factId,
            batch.NowMs, AnnouncedFiles.Of(request.HasFiles, request.FileCount), null, null, request.ReplyMessageUuid, members, ++conversation.Countable,
            caller.Network.WritingHead.Changed);
        Store(batch, caller, conversation, author, row, countable: true);
        author.CountableRead++;

        MessageView view = View(row, request.IvBase64, request.BodyEncryptedBase64, conversation, caller.UserId, author.Nick, null);
        batch.Announce(WhoIsTold.MessageAdded(conversation, view, caller));
        return view;
    }

    /// <summary>An event message, such as somebody's coming in: no body, counts as nobody's unread.</summary>
    public static void AppendEvent(Batch batch, Caller caller, ConversationState conversation, string eventType, MemberState? about)
    {
        MemberState? cause = conversation.Member(caller.UserKey);
        int members = conversation.ActiveKeys.Count;
        MessageUuid uuid = new(Guid.NewGuid().ToString());
        long factId = batch.Record(caller.Network, FactDraft.By(caller, conversation,
            new MessageAdded(uuid, conversation.SessionKeyUuid, false, null, members, null, true, eventType, about?.UserId)));
        MessageRow row = new(conversation.NextMessageId(), conversation.Id, uuid, caller.UserKey, conversation.SessionKeyUuid, factId,
            batch.NowMs, MessageFlags.Event, eventType, about?.UserKey, null, members, conversation.Countable, caller.Network.WritingHead.Changed);
        // Who has just left is none of its members and counts for nothing in it.
        bool member = cause is { Active: true };
        MessageCounters counters = Store(batch, caller, conversation, member ? cause : null, row, countable: false);
        MessageView view = View(row, null, null, conversation, caller.UserId, cause?.Nick, about?.UserId);
        batch.Announce(WhoIsTold.EventAdded(conversation, view with { ReadedMembers = counters.Readed, DeliveredMembers = counters.Delivered }));
    }

    /// <summary>One's own messages are delivered and read.</summary>
    private static MessageCounters Store(Batch batch, Caller caller, ConversationState conversation, MemberState? author, MessageRow row, bool countable)
    {
        MessageCounters counters = new(row.Uuid, row.Id, row.UserKey, row.Members, countable);
        batch.Conversations.Add(conversation, row, counters);
        if (author is null)
        {
            (counters.Readed, counters.Delivered) = (0, 0);
            batch.Conversations.Changed(caller.Network, conversation, counters);
            return counters;
        }
        author.Read.Add(counters.Ordinal);
        author.Delivered.Add(counters.Ordinal);
        batch.Conversations.Changed(conversation, author);
        return counters;
    }

    /// <summary>
    /// The same message again gets the first answer again; another message under its uuid is refused. What a deleted one said is gone, so its
    /// author is believed.
    /// </summary>
    private static Result<ResponseAddedMessage> Retried(
        RequestAddMessage request, Caller caller, Batch batch, ConversationState conversation, MemberState author)
    {
        StoredMessage stored = MessageStore.ByUuid(batch.Sql, conversation.Id, request.MessageUuid)!;
        bool same = stored.UserKey == caller.UserKey && (stored.Deleted || (stored.Iv == request.IvBase64 && stored.Body == request.BodyEncryptedBase64));
        if (!same) return Failure.Conflict("Another message has this messageUuid.");
        return new ResponseAddedMessage(stored.FirstAnswer(conversation.Uuid, caller.UserId, author.Nick));
    }

    private static MessageView View(
        MessageRow row, string? iv, string? body, ConversationState conversation, UserId author, string? nick, UserId? about) => new(
        row.Uuid, conversation.Uuid, row.SessionKeyUuid, author, iv, body, row.CreatedMs, row.Flags.HasFlag(MessageFlags.HasFiles),
        Readed: false, nick, row.Flags.HasFlag(MessageFlags.Event), row.EventType, about, row.Members, ReadedMembers: 1, DeliveredMembers: 1,
        Objectionable: false, Deleted: false, row.ReplyUuid);
}

