using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Moderation;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>RequestGetUserInfo, of one and of many. Whom the caller does not know looks like nobody.</summary>
internal sealed class UserInfo(Database database, TimeProvider time)
{
    /// <summary>Ids in one request; their views fit the bound on replies.</summary>
    public const int UsersMaximum = 500;

    public Result<ResponseUserInfo> One(RequestGetUserInfo request, Caller caller) =>
        database.Read<Result<ResponseUserInfo>>(sql => new ResponseUserInfo(View(sql, caller, BlackListStore.KeysOf(sql, caller.UserKey), request.UserId)));

    public Result<ResponseUserInfoMulti> Many(RequestGetUserInfoMulti request, Caller caller) => request.UserIds.Count > UsersMaximum
        ? Failure.Invalid($"userIds may hold at most {UsersMaximum} ids.")
        : database.Read<Result<ResponseUserInfoMulti>>(sql =>
        {
            HashSet<long> blacklist = BlackListStore.KeysOf(sql, caller.UserKey);
            return new ResponseUserInfoMulti([.. request.UserIds.Select(userId => View(sql, caller, blacklist, userId))]);
        });

    private UserView View(DbConnection sql, Caller caller, HashSet<long> blacklist, UserId userId) =>
        UserStore.FindKnown(sql, caller, userId) is { } user
            ? user.View(caller.UserId, blacklist.Contains(user.Id))
            : StoredUser.Unknown(userId, time.GetUtcNow().ToUnixTimeMilliseconds());
}
