using Hansard.Protocol.CatchingUp;
using Hansard.Server.Dispatch;
using Hansard.Server.Files;
using Hansard.Server.Storage;

namespace Hansard.Server.CatchingUp;

/// <summary>The room's line of the request table.</summary>
internal static class CatchingUpFeature
{
    public static void Map(RequestTable table, Database database, FileUrls urls, TimeProvider time) =>
        table.Query<RequestGetChanges, ResponseChanges>(Access.Person, new GetChanges(database, urls, time).Handle);
}
