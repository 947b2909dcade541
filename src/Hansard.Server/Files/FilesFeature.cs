using Hansard.Protocol.Files;
using Hansard.Server.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>The room's lines of the request table.</summary>
internal static class FilesFeature
{
    public static void Map(RequestTable table, Database database, FileUrls urls, FileArrivals arrivals, Avatars avatars, TimeProvider time)
    {
        FileQueries queries = new(database, urls, arrivals, time);
        table.Command<RequestGetUploadUrl, ResponseUploadUrl>(Access.Person, new UploadRequests(urls).Handle);
        table.Command<RequestGetAvatarUploadUrl, ResponseUploadUrl>(Access.Person, avatars.Upload);
        table.Query<RequestGetAvatarUrl, ResponseAvatarUrl>(Access.PersonOrRecorder, avatars.Url);
        table.WaitingQuery<RequestGetFiles, ResponseFiles>(Access.PersonOrRecorder, queries.Waited);
        table.Query<RequestGetFilesFast, ResponseFiles>(Access.PersonOrRecorder, queries.Now);
    }
}
