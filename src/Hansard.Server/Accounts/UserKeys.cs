using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Journal;
using Hansard.Server.Connections;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>RequestAddUserKeys: a user's first key pair. It closes no session key, because nobody could have wrapped one for him.</summary>
internal static class UserKeys
{
    public static Failure? Add(RequestAddUserKeys request, Caller caller, Batch batch)
    {
        if (Malformed(request.PublicKeyBase64, request.PrivateKeyEncryptedBase64, request.MetaDataKeyEncryptedBase64, request.Nick) is { } malformed) return malformed;
        DbConnection sql = batch.Sql;
        StoredUser user = UserStore.Get(sql, caller.UserKey);
        if (user.KeyPairUuid is not null)
            return user.PublicKey == request.PublicKeyBase64 && user.PrivateKeyEncrypted == request.PrivateKeyEncryptedBase64
                ? null
                : Failure.Conflict("You have keys already; fetch them with RequestGetUserInfo, or change them with RequestUpdateUserKeys.");

        KeyPairUuid keyPair = new(Guid.NewGuid().ToString());
        UserStore.SetKeys(sql, caller.UserKey, keyPair, request, batch.Now, batch.Touch(caller.Network));
        batch.Record(caller.Network, FactDraft.By(caller, null, new KeyPairChanged(keyPair, request.PublicKeyBase64)));
        batch.Announce(WhoIsTold.PublicKeyChanged(UserStore.Acquaintances(sql, caller.UserKey),
            new NotificationNewPublicKey(caller.UserId, null, request.PublicKeyBase64), caller));
        return null;
    }

    /// <summary>The server can tell whether these look like keys, and no more: only their owner opens them.</summary>
    public static Failure? Malformed(string? publicKey, string privateKey, string metadataKey, string? nick)
    {
        if (publicKey is not null && !PemText.IsPublicKey(publicKey)) return Failure.Invalid("publicKeyBase64 must be an RSA public key of at least 2048 bits in PEM.");
        if (!PemText.IsEncryptedPrivateKey(privateKey)) return Failure.Invalid("privateKeyEncryptedBase64 must be an encrypted private key in PEM.");
        if (!Ciphertext.IsKey(metadataKey)) return Failure.Invalid("metaDataKeyEncryptedBase64 must be base64.");
        return Ciphertext.IsEnvelope(nick) ? null : UserNick.Malformed;
    }
}
