using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Moderation;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.Moderation;

/// <summary>
/// AddBlackList, RemoveBlackList and GetBlackList. Whoever is on a user's list can neither open a dialog with him nor write in the one they
/// have. An entry outlives its user: else deleting oneself and coming back would be the way around it.
/// </summary>
internal sealed class BlackLists(Database database)
{
    public const int UsersMaximum = 5_000;

    public static Failure? Add(AddBlackList request, Caller caller, Batch batch)
    {
        if (request.UserId == caller.UserId) return Failure.Invalid("Nobody is on his own black list.");
        DbConnection sql = batch.Sql;
        if (UserStore.FindKnown(sql, caller, request.UserId) is not { } user) return Refusals.NoUser;
        HashSet<long> blocked = BlackListStore.KeysOf(sql, caller.UserKey);
        if (blocked.Contains(user.Id)) return null;
        if (blocked.Count >= UsersMaximum) return Failure.Conflict($"A black list has at most {UsersMaximum} users.");
        BlackListStore.Add(sql, caller.UserKey, user.Id, batch.Now);
        DialogChanged(caller, request.UserId, batch);
        return null;
    }

    /// <summary>Whoever is not on it is not afterwards either; of a stranger not even that is said.</summary>
    public static Failure? Remove(RemoveBlackList request, Caller caller, Batch batch)
    {
        if (!BlackListStore.Remove(batch.Sql, caller.Network, caller.UserKey, request.UserId))
            return UserStore.FindKnown(batch.Sql, caller, request.UserId) is null ? Refusals.NoUser : null;
        DialogChanged(caller, request.UserId, batch);
        return null;
    }

    public Result<BlackList> Get(GetBlackList request, Caller caller) => request.UserId is { } named && named != caller.UserId
        ? Refusals.NotYourself
        : database.Read<Result<BlackList>>(sql => new BlackList(BlackListStore.Of(sql, caller.UserKey)));

    /// <summary>Who may write in a dialog is known to whoever takes its messages, and is to be read anew.</summary>
    private static void DialogChanged(Caller caller, UserId other, Batch batch)
    {
        if (BlackListStore.DialogOf(batch.Sql, caller.Network, caller.UserKey, other) is { } dialog) batch.Conversations.Forget(caller.Network, dialog);
    }
}
