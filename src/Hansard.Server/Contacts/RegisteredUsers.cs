using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Contacts;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Storage;

namespace Hansard.Server.Contacts;

/// <summary>
/// RequestGetRegisteredUsers: which of these ids are people of the network; the caller knows them from then on. All telephone numbers can
/// be hashed, so how many ids a user may try in a day is bounded, and the bound fails closed.
/// </summary>
internal static class RegisteredUsers
{
    public static Result<ResponseRegisteredUsers> Handle(RequestGetRegisteredUsers request, Caller caller, Batch batch)
    {
        DbConnection sql = batch.Sql;
        List<UserId> asked = [.. request.CheckUserList.Distinct()];
        Dictionary<UserId, long> people = DiscoveryStore.People(sql, caller.Network, asked);
        HashSet<long> known = DiscoveryStore.KnownBy(sql, caller, people.Values);
        UserId? supportId = caller.Network.Settings.SupportId, adminId = caller.Network.Settings.AdminId;

        bool Known(UserId userId) =>
            userId == caller.UserId || userId == supportId || userId == adminId || (people.TryGetValue(userId, out long key) && known.Contains(key));

        List<UserId> unknown = [.. asked.Where(userId => !Known(userId))];
        int most = caller.Network.Settings.Limits.DiscoveryLookupsPerDay;
        if (!DiscoveryStore.TryLookUp(sql, caller.UserKey, batch.Now / Budget.DayMicroseconds, unknown, most))
            return Failure.TooManyRequests($"You may look up {most} unknown ids in a day.");
        DiscoveryStore.Know(sql, caller.UserKey, [.. unknown.Where(people.ContainsKey).Select(userId => people[userId])]);
        return new ResponseRegisteredUsers([.. asked.Where(people.ContainsKey)]);
    }
}
