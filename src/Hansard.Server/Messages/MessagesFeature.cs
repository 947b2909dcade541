using Hansard.Protocol;
using Hansard.Protocol.Messages;
using Hansard.Server.Dispatch;
using Hansard.Server.Journal;
using Hansard.Server.Storage;

namespace Hansard.Server.Messages;

/// <summary>The room's lines of the request table.</summary>
internal static class MessagesFeature
{
    public static void Map(RequestTable table, Database database, Eraser eraser)
    {
        MessageQueries queries = new(database);
        DeleteMessages deletion = new(eraser);
        table.Overlapping<RequestAddMessage, ResponseAddedMessage>(Access.Person, RateLimit.Messages, AddMessage.Handle);
        table.Overlapping<MessageDelivered>(Access.Person, RateLimit.None, Receipts.Delivered);
        table.Overlapping<RequestMessagesReaded>(Access.Person, RateLimit.None, Receipts.Readed);
        table.Stepwise<RequestMarkAllReaded>(Access.Person, Receipts.MarkAll);
        table.Command<RequestDeleteMessage>(Access.Person, deletion.One);
        table.Command<RequestDeleteMessages>(Access.Person, deletion.Many);
        table.Query<RequestGetMessages, ResponseGetMessages>(Access.Person, queries.After);
        table.Query<RequestGetMessagesFromUuid, ResponseGetMessages>(Access.Person, queries.Before);
        table.Query<RequestGetMessagesByUuids, ResponseGetMessages>(Access.Person, queries.ByUuids);
    }
}
