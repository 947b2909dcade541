using Hansard.Client.Accounts;
using Hansard.Client.Contacts;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Protocol;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Client.SessionKeys;

/// <summary>The session keys that this device holds, fetched, opened and verified as they are first needed.</summary>
internal sealed class KeyRing(Identity own, DeviceStore store, KeyBook book, Link link)
{
    /// <summary>How many keys that cannot be had are remembered as that.</summary>
    private const int RefusedKeys = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<ConversationUuid, Dictionary<SessionKeyUuid, HeldKey>> held = [];
    private readonly Dictionary<(ConversationUuid, SessionKeyUuid), Failure> refused = [];

    /// <summary>A key that this device cannot have is asked for once: it is not wrapped for it, and never will be under the same uuid.</summary>
    public async Task<Result<HeldKey>> GetAsync(ConversationUuid conversation, SessionKeyUuid uuid, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (Of(conversation).TryGetValue(uuid, out var key)) return key;
            if (refused.TryGetValue((conversation, uuid), out var failure)) return failure;
        }
        var fetched = await FetchAsync(conversation, uuid, cancellation);
        if (fetched.Failure is { Status: Status.NotFound or Status.Forbidden or Status.Invalid or ClientStatus.Untrusted } final)
            Refuse(conversation, uuid, final);
        return fetched;
    }

    /// <summary>Opens a wrap and keeps the key; <c>untrusted</c> when its signer's key is known and the signature does not hold.</summary>
    public async Task<Result<HeldKey>> TakeAsync(SessionKeyView view, CancellationToken cancellation)
    {
        if (view.SignerUserId is not { } signer) return ClientStatus.Fault("The server does not say who signed the session key.");
        var key = SessionKey.Unwrap(view.KeyEncryptedBase64, own.KeyPair);
        if (!key.Succeeded) return key.Failure;
        var signerKey = signer == own.UserId && view.SignerKeyPairUuid == own.KeyPairUuid
            ? own.KeyPair.Public
            : await book.SignerKeyAsync(signer, view.SignerKeyPairUuid, cancellation);
        if (!signerKey.Succeeded) return signerKey.Failure;
        var statement = new SessionKeyStatement(view.ConversationUuid, signer, view.PreviousSessionKeyUuid);
        if (signerKey.Value is { } publicKey && !statement.IsSignedBy(publicKey, key.Value, view.SignatureBase64))
            return ClientStatus.UntrustedBecause($"The session key {view.Uuid} was not signed by the one whom the server names.");
        var opened = new HeldKey(view.Uuid, view.PreviousSessionKeyUuid, key.Value, Verified: signerKey.Value is not null);
        Keep(view.ConversationUuid, opened);
        return opened;
    }

    /// <summary>Opens a title or a nick, under whichever session key it is.</summary>
    public async Task<Result<string>> OpenAsync(ConversationUuid conversation, string envelopeBase64, string field, CancellationToken cancellation)
    {
        var envelope = Envelope.Read(envelopeBase64);
        if (!envelope.Succeeded) return envelope.Failure;
        if (envelope.Value.SessionKeyUuid is not { } keyUuid) return Failure.Invalid("This is no envelope of a conversation.");
        var key = await GetAsync(conversation, keyUuid, cancellation);
        return key.Succeeded ? envelope.Value.Open(key.Value.Key, conversation, field) : key.Failure;
    }

    public void Keep(ConversationUuid conversation, HeldKey key)
    {
        lock (gate)
        {
            var keys = Of(conversation);
            keys[key.Uuid] = key;
            store.Save(conversation, [.. keys.Values.Select(Stored)]);
        }
    }

    /// <summary>
    /// Whether a verified key is known to have followed this one. A server that still calls it current wants words under a key that
    /// somebody who left may hold.
    /// </summary>
    public bool IsSuperseded(ConversationUuid conversation, SessionKeyUuid uuid)
    {
        lock (gate) return Of(conversation).Values.Any(key => key.Verified && key.Previous == uuid);
    }

    public void Forget(ConversationUuid conversation)
    {
        lock (gate) held.Remove(conversation);
    }

    private async Task<Result<HeldKey>> FetchAsync(ConversationUuid conversation, SessionKeyUuid uuid, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestGetSessionKey(conversation, uuid), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        return answer.Value.SessionKey.ConversationUuid == conversation && answer.Value.SessionKey.Uuid == uuid
            ? await TakeAsync(answer.Value.SessionKey, cancellation)
            : ClientStatus.Fault("The server answered with another session key than the one asked for.");
    }

    private static StoredSessionKey Stored(HeldKey key) =>
        new(key.Uuid, key.Previous, Convert.ToBase64String(key.Key.ToBytes()), key.Verified);

    private void Refuse(ConversationUuid conversation, SessionKeyUuid uuid, Failure why)
    {
        lock (gate)
        {
            if (refused.Count >= RefusedKeys) refused.Clear();
            refused[(conversation, uuid)] = why;
        }
    }

    private Dictionary<SessionKeyUuid, HeldKey> Of(ConversationUuid conversation)
    {
        if (held.TryGetValue(conversation, out var keys)) return keys;
        keys = [];
        foreach (var stored in store.SessionKeys(conversation))
        {
            var bytes = Base64.Decode(stored.KeyBase64);
            if (bytes.Succeeded && SessionKey.FromBytes(bytes.Value) is { Succeeded: true } key)
                keys[stored.Uuid] = new(stored.Uuid, stored.Previous, key.Value, stored.Verified);
        }
        return held[conversation] = keys;
    }
}
