using Hansard.Protocol;
using Hansard.Server.Accounts;
using Hansard.Server.Admin;
using Hansard.Server.Connections;
using Hansard.Server.Fanout;
using Hansard.Server.Storage;

namespace Hansard.Server.Networks;

/// <summary>
/// Who may register where admission is listed. Operators' commands come with ids: a number is hashed where it is typed. Whoever is taken off the list
/// is out: his devices end at once, and to come back he must be listed and register anew. Where admission is open the list says nothing yet.
/// </summary>
internal sealed class AdmissionCommands(NetworkDirectory networks, Dismissal dismissal)
{
    /// <summary>Ids in one command or answer.</summary>
    public const int PageUsers = 500;

    /// <summary>Ids that a network may list.</summary>
    private const long ListedMaximum = 1_000_000;

    public Result<AdmissionChanged> Admit(AdmitUsers call, Batch batch)
    {
        if ((networks.Living(call.Network, out Network network) ?? Malformed(call.Users)) is { } refusal) return refusal;
        if (AdmissionStore.Count(batch.Sql, network) + call.Users.Count > ListedMaximum) return Failure.Conflict($"A network lists at most {ListedMaximum} users.");
        long changed = AdmissionStore.Add(batch.Sql, network, call.Users.Distinct(), batch.Now);
        return new AdmissionChanged(network.Name, changed, AdmissionStore.Count(batch.Sql, network));
    }

    public Result<AdmissionChanged> Dismiss(DismissUsers call, Batch batch)
    {
        if ((networks.Living(call.Network, out Network network) ?? Malformed(call.Users)) is { } refusal) return refusal;
        List<UserId> users = [.. call.Users.Distinct()];
        long changed = AdmissionStore.Remove(batch.Sql, network, users);
        long ended = network.Settings.Admission is Admission.Listed ? EndDevices(batch, network, users) : 0;
        return new AdmissionChanged(network.Name, changed, AdmissionStore.Count(batch.Sql, network), ended);
    }

    public Result<AdmittedUsers> List(ListAdmitted call, Batch batch)
    {
        if (networks.Living(call.Network, out Network network) is { } refusal) return refusal;
        List<UserId> found = AdmissionStore.After(batch.Sql, network, call.After, PageUsers + 1);
        return new AdmittedUsers([.. found.Take(PageUsers)], found.Count > PageUsers);
    }

    private long EndDevices(Batch batch, Network network, List<UserId> users)
    {
        List<long> keys = UserStore.PeopleAmong(batch.Sql, network, users);
        batch.Announce(new AfterCommit(() =>
        {
            foreach (long key in keys) dismissal.OfUser(key, asking: 0);
        }));
        return ApplicationStore.DeleteAllOf(batch.Sql, keys);
    }

    private static Failure? Malformed(IReadOnlyList<UserId> users) =>
        users.Count is 0 or > PageUsers ? Failure.Invalid($"One command names from 1 to {PageUsers} users.") : null;
}
