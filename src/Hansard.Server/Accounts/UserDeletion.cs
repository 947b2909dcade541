using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Journal;
using Hansard.Server.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Fanout;
using Hansard.Server.Files;
using Hansard.Server.Journal;
using Hansard.Server.SessionKeys;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>
/// RequestDeleteUser and RequestDeleteUserConfirmation: a user is no more. What remains are tombstones of what he wrote, his id where he wrote
/// it, the public keys that verify what he signed, and the black lists that name him.
/// </summary>
internal sealed class UserDeletion(Confirmations confirmations, Departures departures, Dismissal dismissal, FileRemoval removal)
{
    public Failure? Ask(RequestDeleteUser request, Connection connection, Batch batch) =>
        confirmations.Ask(batch, connection, CodePurposes.Deletion, request.OpenUserId, request.AndroidSmsToken, pending: "");

    public Failure? Confirm(RequestDeleteUserConfirmation request, Caller caller, Batch batch)
    {
        if (confirmations.Redeem(batch, caller, CodePurposes.Deletion, request.Code) is null) return Confirmations.WrongCode;
        DbConnection sql = batch.Sql;
        batch.Record(caller.Network, FactDraft.By(caller, null, new UserDeleted()));
        Closing.AllOf(caller, batch, ClosingReasons.UserDeleted);
        List<(long OwnerKey, UserId Owner)> keepers = UserStore.ThoseWhoKeep(sql, caller.UserKey);
        ChangeStore.TouchContacts(sql, caller.Network, keepers.Select(keeper => (keeper.OwnerKey, caller.UserKey, batch.Touch(caller.Network))));
        foreach ((long ownerKey, UserId owner) in keepers) batch.Announce(WhoIsTold.ContactGone(ownerKey, owner, caller.UserId));
        UserStore.Delete(sql, caller.UserKey);
        List<string> pictures = AvatarStore.EraseOfUser(sql, caller.UserKey);
        batch.Announce(new AfterCommit(() => removal.RemoveLater(pictures)));
        departures.Begin(batch, caller);
        batch.Announce(new AfterCommit(() => dismissal.OfUser(caller.UserKey, caller.ConnectionId)));
        return null;
    }
}
