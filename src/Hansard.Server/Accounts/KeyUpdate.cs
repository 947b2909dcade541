using System.Data.Common;
using System.Text.Json;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Journal;
using Hansard.Server.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.SessionKeys;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>Keys on their way in, in <c>codes.pending</c> until they are confirmed; what is secret of them is encrypted.</summary>
/// <param name="Former">The pair of the time they were sent: a private key must not be stored beside the public key of another pair.</param>
/// <param name="PublicKeyBase64">Null where the pair stays.</param>
internal sealed record PendingKeys(
    KeyPairUuid Former, string MetaDataKeyEncryptedBase64, string? Nick, string PrivateKeyEncryptedBase64, string? PublicKeyBase64);

/// <summary>
/// RequestUpdateUserKeys and RequestConfirmUpdateUserKeys: the private key encrypted anew, or another pair. With another pair the session keys
/// of all his conversations close: they were wrapped for the former one.
/// </summary>
internal sealed class KeyUpdate(Confirmations confirmations)
{
    public Failure? Ask(RequestUpdateUserKeys request, Connection connection, Batch batch)
    {
        if (UserKeys.Malformed(request.PublicKeyBase64, request.PrivateKeyEncryptedBase64, request.MetaDataKeyEncryptedBase64, request.Nick) is { } malformed) return malformed;
        if (UserStore.Get(batch.Sql, connection.Caller!.UserKey).KeyPairUuid is not { } former) return Failure.Conflict("You have no keys yet; add them with RequestAddUserKeys.");
        PendingKeys pending = new(new(former), request.MetaDataKeyEncryptedBase64, request.Nick, request.PrivateKeyEncryptedBase64, request.PublicKeyBase64);
        return confirmations.Ask(batch, connection, CodePurposes.KeysUpdate, request.OpenUserId, request.AndroidSmsToken,
            JsonSerializer.Serialize(pending, AccountsJson.Default.PendingKeys));
    }

    public Failure? Confirm(RequestConfirmUpdateUserKeys request, Caller caller, Batch batch)
    {
        if (confirmations.Redeem(batch, caller, CodePurposes.KeysUpdate, request.SmsCode) is not { } pending) return Confirmations.WrongCode;
        PendingKeys keys = JsonSerializer.Deserialize(pending, AccountsJson.Default.PendingKeys)!;
        DbConnection sql = batch.Sql;
        StoredUser user = UserStore.Get(sql, caller.UserKey);
        if (user.KeyPairUuid != keys.Former.Value) return Failure.Conflict("Your keys were changed meanwhile by another of your applications.");
        UserStore.SetPrivateKey(sql, caller.UserKey, keys, batch.NowMs);
        if (keys.PublicKeyBase64 is { } publicKey && publicKey != user.PublicKey) Replace(publicKey, caller, batch);
        return null;
    }

    private static void Replace(string publicKey, Caller caller, Batch batch)
    {
        KeyPairUuid keyPair = new(Guid.NewGuid().ToString());
        UserStore.ReplaceKeyPair(batch.Sql, caller.UserKey, keyPair, publicKey, batch.Now, batch.Touch(caller.Network));
        foreach (long conversation in UserStore.Memberships(batch.Sql, caller.UserKey)) batch.Mark(caller.Network, conversation, ChangeKind.KeyPairChanged, caller.UserKey);
        batch.Record(caller.Network, FactDraft.By(caller, null, new KeyPairChanged(keyPair, publicKey)));
        Closing.AllOf(caller, batch, ClosingReasons.KeyPairChanged);
        batch.Announce(WhoIsTold.PublicKeyChanged(UserStore.Acquaintances(batch.Sql, caller.UserKey), new NotificationNewPublicKey(caller.UserId, null, publicKey), caller));
    }
}
