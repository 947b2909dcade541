using Hansard.Protocol.Journal;
using Hansard.Server.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.Journal;

/// <summary>The room's lines of the request table.</summary>
internal static class JournalFeature
{
    public static void Map(RequestTable table, Database database, TimeProvider time, Eraser eraser)
    {
        RecorderFeed feed = new(database, time, eraser);
        table.WaitingQuery<RequestRecorderFeed, ResponseRecorderFeed>(Access.Recorder, feed.Read);
        table.Command<RequestAcknowledgeFeed>(Access.Recorder, feed.Acknowledge);
    }
}
