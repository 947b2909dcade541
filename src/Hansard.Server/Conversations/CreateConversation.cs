using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Moderation;
using Hansard.Server.Networks;
using Hansard.Server.SessionKeys;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>RequestCreateConversationFull: a dialog or a group together with its first session key, for everybody in it and every recorder.</summary>
internal static class CreateConversation
{
    public static Result<ResponseCreateConversation> Handle(RequestCreateConversationFull request, Caller caller, Batch batch)
    {
        DbConnection sql = batch.Sql;
        if (Malformed(request, caller) is { } malformed) return malformed;
        if (Again(request, caller, sql) is { } again) return again;

        KeySet keys = Keys(request, caller);
        if (keys.Malformed(sql, caller) is { } badKeys) return badKeys;
        if (People(request, caller, sql, out List<(Recipient User, bool Admin)> people) is { } unknown) return unknown;
        if (keys.Incomplete(sql, caller.Network, [.. people.Select(person => new UserId(person.User.UserId))]) is { } incomplete) return incomplete;
        if (request.IsDialog && Dialog(sql, caller, people) is { } dialog) return dialog;
        if (MemberLimits.Exceeded(sql, caller.Network.Settings.Limits, people.Count, [.. people.Select(person => person.User.Id)]) is { } tooMany) return tooMany;

        long entry = batch.Touch(caller.Network);
        Insert(sql, request, caller, batch, people, keys, entry);
        return new ResponseCreateConversation(Announce(request, caller, batch, people, entry));
    }

    private static Failure? Malformed(RequestCreateConversationFull request, Caller caller)
    {
        if (request.SessionKeyValue.UserId != caller.UserId) return Failure.Invalid("sessionKeyValue must be your own.");
        if (request.Admins.ContainsKey(caller.UserId) || request.Members.ContainsKey(caller.UserId)) return Failure.Invalid("admins and members name the others only.");
        if (request.Admins.Keys.Any(request.Members.ContainsKey)) return Failure.Invalid("Nobody can be admin and member at once.");
        if (request.IsDialog && request.Admins.Count != 1) return Failure.Invalid("A dialog has two people, both admins: name the other one in admins.");
        if (request.IsDialog && request.Title is not null) return Failure.Invalid("A dialog has no title.");
        if (!Ciphertext.IsEnvelope(request.Title) || !Ciphertext.IsEnvelope(request.NickEncrypted)) return Failure.Invalid($"title and nickEncrypted are base64 of at most {Ciphertext.EnvelopeCharactersMaximum} characters, or null.");
        return null;
    }

    /// <summary>A repeated request gets the first answer again, as far as it still holds; the same uuid otherwise is taken.</summary>
    private static Result<ResponseCreateConversation>? Again(RequestCreateConversationFull request, Caller caller, DbConnection sql)
    {
        bool taken = sql.ExecuteScalar<long>("SELECT COUNT(*) FROM conversations WHERE network_id = @network AND uuid = @uuid",
            new { network = caller.Network.Id, uuid = request.ConversationUuid.Value }) > 0;
        if (!taken) return null;
        if (ConversationStore.Of(sql, caller, request.ConversationUuid) is not { IsActive: true } first
            || SessionKeyStore.WrapOf(sql, first.Id, request.SessionKeyUuid, caller.UserKey) is not { } wrap
            || wrap.SignerUserId != caller.UserId.Value || wrap.Signature != request.SessionKeyValue.SignatureBase64
            || wrap.KeyEncrypted != request.SessionKeyValue.KeyEncryptedBase64)
            return Failure.Conflict("Another conversation has this conversationUuid.");
        return new ResponseCreateConversation(first.View(ConversationStore.People(sql, first.Id)));
    }

    private static KeySet Keys(RequestCreateConversationFull request, Caller caller)
    {
        SessionKeyValue own = request.SessionKeyValue;
        IEnumerable<SessionKeyValue> others = request.Admins.Concat(request.Members)
            .Select(entry => own with { UserId = entry.Key, KeyEncryptedBase64 = entry.Value });
        return new KeySet([own, .. others], request.KeyPairUuids);
    }

    /// <summary>Everybody who will be a member, the creator last; recorders among the entries are none.</summary>
    private static Failure? People(RequestCreateConversationFull request, Caller caller, DbConnection sql, out List<(Recipient User, bool Admin)> people)
    {
        people = [];
        HashSet<UserId> recorders = [.. caller.Network.Settings.Recorders.Select(recorder => recorder.UserId)];
        UserId[] others = [.. request.Admins.Keys.Concat(request.Members.Keys).Where(userId => !recorders.Contains(userId))];
        Dictionary<UserId, Recipient> known = UserStore.FindKnownPeople(sql, caller, [.. others, caller.UserId]);
        foreach (UserId userId in others)
        {
            if (!known.TryGetValue(userId, out Recipient? user)) return Refusals.NoUser;
            people.Add((user, request.Admins.ContainsKey(userId)));
        }
        people.Add((known[caller.UserId], true));
        return request.IsDialog && (people.Count != 2 || !people[0].Admin) ? Failure.Invalid("A dialog has two people, both admins.") : null;
    }

    private static Failure? Dialog(DbConnection sql, Caller caller, List<(Recipient User, bool Admin)> people)
    {
        string? existing = sql.QuerySingleOrDefault<string>(
            "SELECT uuid FROM conversations WHERE network_id = @network AND dialog_low = @low AND dialog_high = @high AND is_dialog = 1 AND deleted = 0",
            new { network = caller.Network.Id, low = people.Min(person => person.User.Id), high = people.Max(person => person.User.Id) });
        if (existing is not null) return Failure.Conflict($"The dialog with this user is {existing}.");
        return Silence.Between(sql, caller.UserKey, people[0].User.Id) ? Failure.Forbidden("You cannot open a dialog with this user.") : null;
    }

    private static void Insert(
        DbConnection sql, RequestCreateConversationFull request, Caller caller, Batch batch, List<(Recipient User, bool Admin)> people, KeySet keys, long entry)
    {
        long id = sql.ExecuteScalar<long>("""
            INSERT INTO conversations (network_id, uuid, is_dialog, dialog_low, dialog_high, title, blocked, deleted, has_avatar, avatar_updated_ms, created_ms, session_key_id)
            VALUES (@network, @uuid, @isDialog, @low, @high, @title, 0, 0, 0, @now, @now, 0) RETURNING id
            """, new
        {
            network = caller.Network.Id, uuid = request.ConversationUuid.Value, isDialog = request.IsDialog ? 1 : 0, title = request.Title, now = batch.NowMs,
            low = request.IsDialog ? people.Min(person => person.User.Id) : (long?)null,
            high = request.IsDialog ? people.Max(person => person.User.Id) : (long?)null,
        });
        long keyId = SessionKeyStore.Add(sql, id, request.SessionKeyUuid, previous: null, batch.NowMs);
        keys.Store(sql, caller.Network, keyId, caller.UserKey, batch.NowMs);
        sql.Execute("UPDATE conversations SET session_key_id = @keyId WHERE id = @id", new { keyId, id });
        // They are listed in the order of their coming, always as in the first answer.
        MemberStore.AddFirst(sql, id, people.Select(person => (person.User.Id, person.Admin, person.User.Id == caller.UserKey ? request.NickEncrypted : null)), batch.Now, entry);
    }

    private static ConversationView Announce(
        RequestCreateConversationFull request, Caller caller, Batch batch, List<(Recipient User, bool Admin)> people, long entry)
    {
        ConversationState conversation = batch.Conversations.Find(caller.Network, request.ConversationUuid)!;
        ILookup<bool, UserId> byRole = people.ToLookup(person => person.Admin, person => new UserId(person.User.UserId));
        batch.Record(caller.Network, FactDraft.By(caller, conversation,
            new ConversationCreated(request.IsDialog, request.Title, [.. byRole[true]], [.. byRole[false]], request.SessionKeyUuid)) with { SessionKeyId = conversation.SessionKeyId });
        if (request.NickEncrypted is { } nick) batch.Record(caller.Network, FactDraft.By(caller, conversation, new MemberNickChanged(nick)));

        ConversationView view = new(request.ConversationUuid, request.IsDialog, request.Title, request.SessionKeyUuid, batch.NowMs, batch.NowMs, 0,
            [.. byRole[true]], [.. byRole[false]], HasAvatar: false, batch.NowMs, null, Blocked: conversation.Silenced.Count > 0);
        // Whoever comes in asks for the rest himself: the notification carries no lists of people.
        ConversationView bare = view with { Admins = [], Members = [] };
        foreach ((Recipient user, _) in people)
        {
            // On whose black list the other one is, is for nobody else to see.
            bool blocked = user.Id == caller.UserKey ? view.Blocked : request.IsDialog && user.Blocked != 0;
            batch.Announce(WhoIsTold.CameIn(user.Id, new UserId(user.UserId), bare with { Blocked = blocked }, entry, caller));
        }
        MemberState? other = request.IsDialog ? conversation.Member(people[0].User.Id) : null;
        AddMessage.AppendEvent(batch, caller, conversation, EventTypes.Added, other);
        return view;
    }
}
