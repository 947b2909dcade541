using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;

namespace Hansard.Client.Accounts;

/// <summary>What a user changes of himself. His number must confirm what cannot be taken back.</summary>
internal sealed class Account(ClientSettings settings, StoredIdentity stored, Identity own, DeviceStore store, Link link)
{
    public async Task<Result<bool>> RenameAsync(string? nick, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestUpdateUserNick(Sealed(nick, own.MetadataKey)), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        own.Nick = nick;
        store.Save(store.Identity! with { Nick = nick });
        return true;
    }

    /// <summary>The private key that the server keeps is from now on under another passphrase; the key pair stays.</summary>
    public async Task<Result<bool>> ChangePassphraseAsync(string passphrase, Func<CancellationToken, Task<string>> code, CancellationToken cancellation)
    {
        var pem = own.KeyPair.ExportEncryptedPem(passphrase);
        var request = new RequestUpdateUserKeys(null, own.MetadataKey.WrapFor(own.KeyPair.Public), Sealed(own.Nick, own.MetadataKey), stored.Number, pem);
        return await UpdateAsync(request, code, shown => shown.PrivateKeyEncryptedBase64 == pem, cancellation) is { } failure ? failure : true;
    }

    /// <summary>
    /// Another key pair, as after a lost device. What this device becomes with it; until it is saved this device is who it was. The metadata
    /// key stays, so that what is under it still opens.
    /// </summary>
    public async Task<Result<StoredIdentity>> RenewKeysAsync(string passphrase, Func<CancellationToken, Task<string>> code, CancellationToken cancellation)
    {
        using var pair = settings.NewKeyPair();
        var request = new RequestUpdateUserKeys(null, own.MetadataKey.WrapFor(pair.Public), Sealed(own.Nick, own.MetadataKey), stored.Number,
            pair.ExportEncryptedPem(passphrase), pair.Public.Pem);
        KeyPairUuid? renewed = null;
        var failure = await UpdateAsync(request, code, shown =>
        {
            renewed = shown.KeyPairUuid;
            return shown.PublicKeyBase64 == pair.Public.Pem;
        }, cancellation);
        return failure is null ? store.Identity! with { PrivateKeyPem = pair.ExportPem(), KeyPairUuid = renewed!.Value } : failure;
    }

    /// <summary>Keys that another device of this user has renewed: fetched, and opened with the passphrase that was chosen there.</summary>
    public async Task<Result<StoredIdentity>> FetchKeysAsync(string passphrase, CancellationToken cancellation)
    {
        var shown = await link.SendAsync(new RequestGetUserInfo(own.UserId), cancellation);
        if (!shown.Succeeded) return shown.Failure;
        var opened = OwnKeys.Open(shown.Value.User, passphrase);
        if (!opened.Succeeded) return opened.Failure;
        using var pair = opened.Value.KeyPair;
        return store.Identity! with
        {
            PrivateKeyPem = pair.ExportPem(), KeyPairUuid = opened.Value.KeyPairUuid, Nick = opened.Value.Nick ?? own.Nick,
            MetadataKeyBase64 = Convert.ToBase64String(opened.Value.MetadataKey.ToBytes()),
        };
    }

    /// <summary>The user is no more, on any of his devices.</summary>
    public async Task<Result<bool>> DeleteAsync(Func<CancellationToken, Task<string>> code, CancellationToken cancellation)
    {
        var asked = await link.SendAsync(new RequestDeleteUser(null, stored.Number), cancellation);
        if (!asked.Succeeded) return asked.Failure;
        var answer = await link.SendAsync(new RequestDeleteUserConfirmation((await code(cancellation)).Trim()), cancellation);
        return answer.Succeeded ? true : answer.Failure;
    }

    /// <param name="done">Whether the server shows what was asked for: an answer may be lost with a connection, and a code is good for once.</param>
    private async Task<Failure?> UpdateAsync(
        RequestUpdateUserKeys request, Func<CancellationToken, Task<string>> code, Predicate<UserView> done, CancellationToken cancellation)
    {
        var asked = await link.SendAsync(request, cancellation);
        if (!asked.Succeeded) return asked.Failure;
        var confirmed = await link.SendAsync(new RequestConfirmUpdateUserKeys((await code(cancellation)).Trim()), cancellation);
        var shown = await link.SendAsync(new RequestGetUserInfo(own.UserId), cancellation);
        if (!shown.Succeeded) return confirmed.Failure ?? shown.Failure;
        return done(shown.Value.User) ? null : confirmed.Failure ?? ClientStatus.Fault("The server shows other keys than those it has confirmed.");
    }

    private string? Sealed(string? nick, MetadataKey key) => nick is null ? null : Envelope.Seal(key, own.UserId, EnvelopeField.Nick, nick);
}
