using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Messages;
using Hansard.Server.Networks;

namespace Hansard.Server.SessionKeys;

/// <summary>One session key wrapped for several people, as a client sent it, and what the server can check of it without opening anything.</summary>
internal sealed class KeySet(IReadOnlyList<SessionKeyValue> wraps, IReadOnlyDictionary<UserId, KeyPairUuid>? keyPairs)
{
    private Dictionary<UserId, Recipient>? recipients;

    public IReadOnlyList<SessionKeyValue> Wraps { get; } = wraps;

    /// <summary>Form: base64, one entry each, all signed by the caller with his present key pair.</summary>
    public Failure? Malformed(DbConnection sql, Caller caller)
    {
        StoredUser signer = UserStore.Get(sql, caller.UserKey);
        if (signer.KeyPairUuid is null) return Failure.Conflict("Add your user keys first.");
        HashSet<UserId> seen = [];
        foreach (SessionKeyValue wrap in Wraps)
        {
            if (!Ciphertext.IsKey(wrap.KeyEncryptedBase64)) return Failure.Invalid($"The key for {wrap.UserId} must be base64.");
            if (!Ciphertext.IsKey(wrap.SignatureBase64)) return Failure.Invalid($"The signature for {wrap.UserId} must be base64.");
            if (!seen.Add(wrap.UserId)) return Failure.Invalid($"There are two keys for {wrap.UserId}.");
            if (wrap.SignerUserId != caller.UserId) return Failure.Forbidden("signerUserId must be your own.");
            if (wrap.SignerKeyPairUuid.Value != signer.KeyPairUuid) return Failure.Conflict($"Your key pair is {signer.KeyPairUuid}.");
        }
        return null;
    }

    /// <summary>Exactly the members and the active recorders, wrapped for their present key pairs; the refusal names who is missing, who is too many and whose pair is stale.</summary>
    public Failure? Incomplete(DbConnection sql, Network network, IReadOnlyCollection<UserId> members)
    {
        NetworkSettings settings = network.Settings;
        if (settings.LacksRecorder) return Refusals.NoRecorder;
        HashSet<UserId> wanted = [.. members, .. settings.Recorders.Select(recorder => recorder.UserId)];
        HashSet<UserId> given = [.. Wraps.Select(wrap => wrap.UserId)];
        return Complaint(
        [
            ("Missing keys for: ", wanted.Except(given)), ("Keys for others: ", given.Except(wanted)), .. Doubts(sql, network, wanted),
        ]);
    }

    /// <summary>Refuses where one of the recipients, all known to the caller, has no key pair, or another one than the caller wrapped for.</summary>
    public Failure? Unfit(DbConnection sql, Network network) => Complaint(Doubts(sql, network, [.. Wraps.Select(wrap => wrap.UserId)]));

    /// <param name="keyId">The session key that is wrapped here; every recipient is a user.</param>
    public void Store(DbConnection sql, Network network, long keyId, long signerKey, long createdMs)
    {
        Dictionary<UserId, Recipient> recipients = Recipients(sql, network);
        SessionKeyStore.AddWraps(sql, keyId, Wraps.Select(wrap => (recipients[wrap.UserId], wrap)), signerKey, createdMs);
    }

    /// <param name="wanted">Who may be told about: of others it is not said whether there are such people.</param>
    private IEnumerable<(string Complaint, IEnumerable<UserId> Who)> Doubts(DbConnection sql, Network network, IReadOnlyCollection<UserId> wanted)
    {
        Recipient[] known = [.. Recipients(sql, network).Values.Where(recipient => wanted.Contains(new(recipient.UserId)))];
        yield return ("Keys for people without a key pair: ", known.Where(recipient => recipient.KeyPairUuid is null).Select(recipient => new UserId(recipient.UserId)));
        yield return ("Keys for former key pairs of: ", known.Where(recipient => recipient.KeyPairUuid is not null && WasWrappedForAnother(recipient)).Select(recipient => new UserId(recipient.UserId)));
    }

    private bool WasWrappedForAnother(Recipient recipient) =>
        keyPairs is not null && keyPairs.TryGetValue(new(recipient.UserId), out KeyPairUuid pair) && pair.Value != recipient.KeyPairUuid;

    private Dictionary<UserId, Recipient> Recipients(DbConnection sql, Network network) =>
        recipients ??= UserStore.Recipients(sql, network, Wraps.Select(wrap => wrap.UserId)).ToDictionary(recipient => new UserId(recipient.UserId));

    private static Failure? Complaint(IEnumerable<(string Complaint, IEnumerable<UserId> Who)> complaints)
    {
        string description = string.Join(' ', complaints.Select(one => (one.Complaint, Who: string.Join(", ", one.Who)))
            .Where(one => one.Who.Length > 0).Select(one => $"{one.Complaint}{one.Who}."));
        return description.Length == 0 ? null : Failure.IncompleteKeys(description);
    }
}
