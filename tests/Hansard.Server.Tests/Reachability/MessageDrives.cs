using static Hansard.Server.Tests.Reachability.Drive;
using static Hansard.Server.Tests.Reachability.Street;

namespace Hansard.Server.Tests.Reachability;

/// <summary>What is said, read, taken back and asked for again.</summary>
internal static class MessageDrives
{
    private const string Added = "NotificationAddedMessageToConversation", Updated = "UpdatedMessageNotification", Deleted = "DeleteMessageNotification", Typing = "NotificationTyping";

    public static readonly Dictionary<string, Drive> All = new()
    {
        ["RequestTyping"] = InGroup("RequestTyping", $"{ButAnns}: {Typing}"),
        ["RequestAddMessage"] = ByAnn("RequestAddMessage", street => TestPerson.Message(street.Group, "news"), $"{ButAnns}: {Added}"),
        ["MessageDelivered"] = ByAnn("MessageDelivered", street => new { conversationUuid = street.Group, messageUuid = "his" }, $"bob/1 bob/2: {Updated}"),
        ["RequestMessagesReaded"] = ByAnn("RequestMessagesReaded", street => new { conversationUuid = street.Group, messageUuids = (string[])["his"] }, $"ann/2 bob/1 bob/2: {Updated}"),
        ["RequestMarkAllReaded"] = InGroup("RequestMarkAllReaded", $"ann/2 bob/1 bob/2: {Updated}"),
        ["RequestDeleteMessage"] = ByAnn("RequestDeleteMessage", street => new { conversationUuid = street.Group, uuid = "hers" }, $"{ButAnns}: {Deleted}"),
        ["RequestDeleteMessages"] = ByAnn("RequestDeleteMessages", street => new { conversationUuid = street.Group, uuids = (string[])["hers", "his"] }, $"{ButAnns}: {Deleted}, {Deleted}"),
        ["RequestGetMessages"] = ByAnn("RequestGetMessages", street => new { conversationUuid = street.Group, fromMessageUuid = (string?)null, size = 5 }),
        ["RequestGetMessagesFromUuid"] = ByAnn("RequestGetMessagesFromUuid", street => new { conversationUuid = street.Group, uuid = "hers", size = 5 }),
        ["RequestGetMessagesByUuids"] = ByAnn("RequestGetMessagesByUuids", street => new { conversationUuid = street.Group, uuids = (string[])["his"] }),
        ["RequestGetChanges"] = ByAnn("RequestGetChanges", _ => new { cursor = (string?)null, size = 10 }),
    };
}
