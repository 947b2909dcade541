using Hansard.Protocol;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.SessionKeys;

/// <summary>The room's lines of the request table.</summary>
internal static class SessionKeysFeature
{
    public static void Map(RequestTable table, Database database)
    {
        SessionKeyRequests requests = new(database);
        table.Query<RequestGetSessionKey, ResponseSessionKeyByUuid>(Access.Person, requests.Get);
        table.Query<RequestGetUpdatedPublicKeys, ResponseGetUpdatedPublicKeys>(Access.Person, new UpdatedPublicKeys(database).Handle);
        table.Command<RequestAddNewSessionKeys, ResponseAddedSessionKey>(Access.Person, SessionKeyRequests.AddNew);
        table.Command<RequestConfirmSessionKey>(Access.Recorder, RecorderVerdicts.Confirm);
        table.Command<RequestRejectSessionKey>(Access.Recorder, RecorderVerdicts.Reject);
    }
}
