using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;

namespace Hansard.Client.Accounts;

/// <summary>The first device of a user makes his keys and leaves them with the server, encrypted; each further one fetches and opens them.</summary>
internal sealed class KeyEnrollment(
    ClientSettings settings, MessengerConnection connection, Func<PassphraseUse, CancellationToken, Task<string>> passphrase)
{
    public async Task<Result<EnrolledKeys>> RunAsync(UserId userId, string? nick, CancellationToken cancellation)
    {
        var own = await connection.SendAsync(new RequestGetUserInfo(userId), cancellation);
        if (!own.Succeeded) return own.Failure;
        return own.Value.User.PublicKeyBase64 is null
            ? await MakeAsync(userId, nick, cancellation)
            : await OpenAsync(own.Value.User, cancellation);
    }

    private async Task<Result<EnrolledKeys>> MakeAsync(UserId userId, string? nick, CancellationToken cancellation)
    {
        var chosen = await passphrase(PassphraseUse.Choose, cancellation);
        var (pair, metadata) = (settings.NewKeyPair(), MetadataKey.Generate());
        var sealedNick = nick is null ? null : Envelope.Seal(metadata, userId, EnvelopeField.Nick, nick);
        var added = await connection.SendAsync(
            new RequestAddUserKeys(metadata.WrapFor(pair.Public), sealedNick, pair.ExportEncryptedPem(chosen), pair.Public.Pem), cancellation);
        var own = added.Succeeded ? await connection.SendAsync(new RequestGetUserInfo(userId), cancellation) : added.Failure;
        // Two devices that make keys at once: the server has one pair, and only who made it may go on with what he has in hand.
        if (own.Succeeded && own.Value.User is { PublicKeyBase64: { } pem, KeyPairUuid: { } uuid }
            && UserPublicKey.Parse(pem) is { Succeeded: true } kept && kept.Value.Equals(pair.Public))
        {
            return new EnrolledKeys(pair, metadata, uuid, nick);
        }
        pair.Dispose();
        return own.Failure ?? ClientStatus.UntrustedBecause("The server keeps other keys than those that this device just made.");
    }

    private async Task<Result<EnrolledKeys>> OpenAsync(UserView own, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var keys = OwnKeys.Open(own, await passphrase(PassphraseUse.Existing, cancellation));
            if (keys.Failure?.Status is not Status.Invalid || attempt == RegistrationPrompts.PassphraseTries) return keys;
        }
    }
}
