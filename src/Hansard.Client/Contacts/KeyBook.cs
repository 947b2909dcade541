using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.Events;
using Hansard.Client.LocalStore;
using Hansard.Client.SessionKeys;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Contacts;

namespace Hansard.Client.Contacts;

/// <summary>
/// Whose public key is whose. A key is pinned when it is first seen; a later one is taken over and told, and the same key pair under
/// another public key is refused.
/// </summary>
internal sealed class KeyBook(DeviceStore store, Link link, EventStream events)
{
    /// <summary>How many users are asked for in one request.</summary>
    private const int UsersPerRequest = 100;

    /// <summary>How many former pairs of one person are remembered, to verify what he signed with them.</summary>
    private const int PairsPerUser = 16;

    /// <summary>
    /// Fresh public keys of these people; <c>notFound</c> names one who has none. A server shows nobody whom the user does not know, so
    /// those it does not show are looked up first.
    /// </summary>
    public async Task<Result<IReadOnlyList<Recipient>>> CurrentKeysAsync(IReadOnlyCollection<UserId> users, CancellationToken cancellation)
    {
        var views = await ViewsAsync(users, cancellation);
        if (!views.Succeeded) return views.Failure;
        var hidden = users.Where(user => views.Value.GetValueOrDefault(user)?.PublicKeyBase64 is null).ToList();
        if (hidden.Count > 0)
        {
            var lookedUp = await link.SendAsync(new RequestGetRegisteredUsers(hidden), cancellation);
            if (!lookedUp.Succeeded) return lookedUp.Failure;
            var shown = await ViewsAsync(hidden, cancellation);
            if (!shown.Succeeded) return shown.Failure;
            foreach (var (user, view) in shown.Value) views.Value[user] = view;
        }
        var recipients = new List<Recipient>(users.Count);
        foreach (var user in users)
        {
            var recipient = views.Value.TryGetValue(user, out var view) ? await TakeAsync(view) : NotHere(user);
            if (!recipient.Succeeded) return recipient.Failure;
            recipients.Add(recipient.Value);
        }
        return recipients;
    }

    /// <summary>The key with which a statement was signed: pinned, or the signer's current one; null when it can no longer be had.</summary>
    public async Task<Result<UserPublicKey?>> SignerKeyAsync(UserId signer, KeyPairUuid keyPair, CancellationToken cancellation)
    {
        if (Pinned(signer, keyPair) is { } pinned) return pinned;
        var answer = await link.SendAsync(new RequestGetUserInfo(signer), cancellation);
        if (!answer.Succeeded) return answer.Failure.Status is Status.NotFound ? (UserPublicKey?)null : answer.Failure;
        if (answer.Value.User.KeyPairUuid != keyPair) return (UserPublicKey?)null;
        var taken = await TakeAsync(answer.Value.User);
        return taken.Succeeded ? taken.Value.PublicKey : taken.Failure;
    }

    /// <summary>A person's key as this device last saw it; null for one it never saw.</summary>
    public UserPublicKey? Known(UserId user) =>
        store.Pins.Users.TryGetValue(user, out var pins) ? UserPublicKey.Parse(pins[0].PublicKeyPem).Value : null;

    private static Failure NotHere(UserId user) => Failure.NotFound($"The user {user} is not registered here, or has no keys yet.");

    private async Task<Result<Dictionary<UserId, UserView>>> ViewsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancellation)
    {
        var views = new Dictionary<UserId, UserView>(users.Count);
        foreach (var some in users.Chunk(UsersPerRequest))
        {
            var answer = await link.SendAsync(new RequestGetUserInfoMulti(some), cancellation);
            if (!answer.Succeeded) return answer.Failure;
            foreach (var view in answer.Value.Users) views[view.UserId] = view;
        }
        return views;
    }

    private async Task<Result<Recipient>> TakeAsync(UserView view)
    {
        if (view.PublicKeyBase64 is not { } pem || view.KeyPairUuid is not { } pair) return NotHere(view.UserId);
        var key = UserPublicKey.Parse(pem);
        if (!key.Succeeded) return ClientStatus.UntrustedBecause($"The key that the server shows for {view.UserId} is no RSA-4096 key.");
        var pinned = await PinAsync(view.UserId, pair, key.Value);
        return pinned is null ? new Recipient(view.UserId, pair, key.Value) : pinned;
    }

    private async Task<Failure?> PinAsync(UserId user, KeyPairUuid pair, UserPublicKey key)
    {
        if (Pinned(user, pair) is { } pinned)
        {
            return pinned.Equals(key)
                ? null
                : ClientStatus.UntrustedBecause($"The server shows another key for {user} under the name of one already known.");
        }
        UserPublicKey? former = null;
        store.ChangePins(pins =>
        {
            var known = pins.Users.TryGetValue(user, out var kept) ? kept : [];
            if (known.Any(pin => pin.KeyPairUuid == pair)) return pins;
            former = known.Count == 0 ? null : UserPublicKey.Parse(known[0].PublicKeyPem).Value;
            IReadOnlyList<StoredPin> latest = [new(pair, key.Pem), .. known.Take(PairsPerUser - 1)];
            return pins with { Users = new Dictionary<UserId, IReadOnlyList<StoredPin>>(pins.Users) { [user] = latest } };
        });
        if (former is not null && !former.Equals(key))
            await events.PublishAsync(new PublicKeyChanged(user, former.Fingerprint, key.Fingerprint));
        return null;
    }

    private UserPublicKey? Pinned(UserId user, KeyPairUuid pair) =>
        store.Pins.Users.TryGetValue(user, out var pins) && pins.FirstOrDefault(pin => pin.KeyPairUuid == pair) is { } pin
            ? UserPublicKey.Parse(pin.PublicKeyPem).Value
            : null;
}
