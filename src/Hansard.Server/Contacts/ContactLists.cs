using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Contacts;
using Hansard.Server.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.Contacts;

/// <summary>
/// RequestGetContactList, RequestUpdateContactList and UpdateContact: whom a user keeps, and under which names, which the server cannot read.
/// He may add whom he knows; whom he has he keeps.
/// </summary>
internal sealed class ContactLists(Database database)
{
    public const int ContactsMaximum = 5_000;

    /// <summary>All ciphertexts of one user's list together, in characters: what is stored must also fit into an answer, beside names and ids.</summary>
    public const int CharactersMaximum = Limits.ReplyBytes - ContactsMaximum * 256;

    public Result<ResponseContactList> Get(RequestGetContactList request, Caller caller)
    {
        if (request.UserId is { } named && named != caller.UserId) return Refusals.NotYourself;
        return database.Read<Result<ResponseContactList>>(sql => new ResponseContactList(
            [.. ContactStore.Of(sql, caller.UserKey).Values.Select(kept => kept.Contact).OrderBy(contact => contact.ContactId.Value, StringComparer.Ordinal)]));
    }

    public static Failure? UpdateAll(RequestUpdateContactList request, Caller caller, Batch batch) =>
        Update(request.ContactList, request.Merge, caller, batch);

    public static Failure? UpdateOne(UpdateContact request, Caller caller, Batch batch) =>
        request.UserId is { } named && named != caller.UserId ? Refusals.NotYourself : Update([request.Contact], merge: true, caller, batch);

    private static Failure? Update(IReadOnlyList<ContactView> contacts, bool merge, Caller caller, Batch batch)
    {
        if (Malformed(contacts) is { } malformed) return malformed;
        DbConnection sql = batch.Sql;
        Dictionary<UserId, (long Key, ContactView Contact)> kept = ContactStore.Of(sql, caller.UserKey);
        if (TooMany(contacts, merge, kept) is { } tooMany) return tooMany;
        HashSet<UserId> named = [.. contacts.Select(contact => contact.ContactId)];
        List<UserId> added = [.. named.Where(id => !kept.ContainsKey(id))];
        Dictionary<UserId, long> known = Acquaintance.Of(sql, caller, added);
        if (added.Where(id => !known.ContainsKey(id)).ToList() is [var unknown, ..]) return Failure.NotFound($"There is no such user: {unknown}.");

        List<UserId> removed = merge ? [] : [.. kept.Keys.Where(id => !named.Contains(id))];
        List<ContactView> changed = [.. contacts.Where(contact => !kept.TryGetValue(contact.ContactId, out var before) || before.Contact != contact)];
        ContactStore.Remove(sql, caller.UserKey, [.. removed.Select(id => kept[id].Key)]);
        ContactStore.Set(sql, caller.UserKey, [.. changed.Select(contact => (known.TryGetValue(contact.ContactId, out long key) ? key : kept[contact.ContactId].Key, contact))]);
        List<UserId> touched = [.. changed.Select(contact => contact.ContactId), .. removed];
        ChangeStore.TouchContacts(sql, caller.Network, touched.Select(id => (caller.UserKey, known.TryGetValue(id, out long key) ? key : kept[id].Key, batch.Touch(caller.Network))));
        foreach (UserId contact in touched) batch.Announce(WhoIsTold.ContactUpdated(caller, contact));
        return null;
    }

    private static Failure? Malformed(IReadOnlyList<ContactView> contacts)
    {
        if (contacts.DistinctBy(contact => contact.ContactId).Count() < contacts.Count) return Failure.Invalid("contactList names somebody twice.");
        return contacts.All(contact => contact.ContactIdEncrypted.Length > 0 && Ciphertext.IsEnvelope(contact.ContactIdEncrypted)
                && Ciphertext.IsEnvelope(contact.NickEncrypted) && Ciphertext.IsEnvelope(contact.TrustedFingerprintEncrypted))
            ? null
            : Failure.Invalid($"contactIdEncrypted, nickEncrypted and trustedFingerprintEncrypted are base64 of at most {Ciphertext.EnvelopeCharactersMaximum} characters; the last two may be null.");
    }

    private static Failure? TooMany(IReadOnlyList<ContactView> contacts, bool merge, Dictionary<UserId, (long Key, ContactView Contact)> kept)
    {
        Dictionary<UserId, ContactView> then = contacts.ToDictionary(contact => contact.ContactId);
        if (merge)
            foreach ((UserId id, (_, ContactView contact)) in kept) then.TryAdd(id, contact);
        if (then.Count > ContactsMaximum) return Failure.Conflict($"A user has at most {ContactsMaximum} contacts.");
        return then.Values.Sum(Characters) > CharactersMaximum ? Failure.Conflict($"Your contacts have {CharactersMaximum} characters together at most.") : null;
    }

    private static int Characters(ContactView contact) =>
        contact.ContactIdEncrypted.Length + (contact.NickEncrypted?.Length ?? 0) + (contact.TrustedFingerprintEncrypted?.Length ?? 0);
}
