using Hansard.Protocol;
using Hansard.Protocol.Devices;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Fanout;
using Hansard.Server.Storage;

namespace Hansard.Server.Devices;

/// <summary>RequestGetApplicationsFull and RequestDeleteApplication: a user sees where he is signed in, and ends what he does not know.</summary>
internal sealed class Applications(Database database, ConnectionDirectory connections, Dismissal dismissal)
{
    private static readonly Failure NoApplication = Failure.NotFound("You have no such application.");

    public Result<ResponseApplicationsFull> All(RequestGetApplicationsFull request, Caller caller)
    {
        HashSet<long> online = [.. connections.Of(caller.UserKey).Select(connection => connection.Caller!.ApplicationKey)];
        return database.Read<Result<ResponseApplicationsFull>>(sql => new ResponseApplicationsFull(
            [.. ApplicationStore.AllOf(sql, caller.UserKey, request.Confirmed)
                .Select(application => application.View(own: application.Id == caller.ApplicationKey, online.Contains(application.Id)))]));
    }

    /// <summary>Any of the caller's, that which asks included; a repeated request finds it done.</summary>
    public Failure? Delete(RequestDeleteApplication request, Caller caller, Batch batch)
    {
        if (ApplicationStore.Find(batch.Sql, caller.Network, caller.UserId, request.Uuid) is not { } application) return NoApplication;
        if (application.IsDeleted) return null;
        ApplicationStore.Delete(batch.Sql, application);
        batch.Announce(new AfterCommit(() => dismissal.OfApplication(caller.UserKey, application.Id, caller.ConnectionId)));
        return null;
    }
}
