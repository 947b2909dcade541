using System.Data.Common;
using Hansard.Protocol;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Networks;

namespace Hansard.Server.Contacts;

/// <summary>Whom a caller knows, of many at once; <see cref="UserStore.FindKnown"/> says it of one.</summary>
internal static class Acquaintance
{
    /// <summary>Those of the ids that the caller knows, with their keys; asked in the same way whether there are such users or not.</summary>
    public static Dictionary<UserId, long> Of(DbConnection sql, Caller caller, IReadOnlyList<UserId> userIds)
    {
        Dictionary<UserId, long> registered = ContactStore.Registered(sql, caller.Network, userIds);
        HashSet<long> met = DiscoveryStore.KnownBy(sql, caller, userIds.Select(userId => registered.GetValueOrDefault(userId, UserStore.Nobody)));
        NetworkSettings settings = caller.Network.Settings;
        return registered.Where(user => met.Contains(user.Value) || user.Value == caller.UserKey || user.Key == settings.SupportId || user.Key == settings.AdminId
            || settings.Recorders.Any(recorder => recorder.UserKey == user.Value)).ToDictionary();
    }
}
