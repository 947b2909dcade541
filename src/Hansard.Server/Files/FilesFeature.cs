using Hansard.Protocol.Files;
using Hansard.Server.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>The room's lines of the request table.</summary>
internal static class FilesFeature
{
    public static void Map(RequestTable table, Database database, FileUrls urls, FileArrivals arrivals, TimeProvider time)
    {
        FileQueries queries = new(database, urls, arrivals, time);
        table.Command<RequestGetUploadUrl, ResponseUploadUrl>(Access.Person, new UploadRequests(urls).Handle);
        table.WaitingQuery<RequestGetFiles, ResponseFiles>(Access.PersonOrRecorder, queries.Waited);
        table.Query<RequestGetFilesFast, ResponseFiles>(Access.PersonOrRecorder, queries.Now);
    }
}
