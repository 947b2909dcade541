using static Hansard.Server.Tests.Reachability.Drive;
using static Hansard.Server.Tests.Reachability.Street;

namespace Hansard.Server.Tests.Reachability;

/// <summary>Groups, who is in them, and their keys.</summary>
internal static class ConversationDrives
{
    private const string Added = "NotificationAddedMessageToConversation", CameIn = "NotificationAddMemberToConversation", Left = "NotificationConversationLeaved",
        Gone = "NotificationConversationDeleted", Renamed = "NotificationRenameConversation", Nick = "ConversationNickUpdatedNotification",
        NewKey = "NotificationNewSessionKey";

    public static readonly Dictionary<string, Drive> All = new()
    {
        ["RequestCreateConversationFull"] = ByAnn("RequestCreateConversationFull", street => street.Creation(street.Ann, "created", street.Bob, street.Carl),
            $"ann/1: {Added}", $"{ButAnns}: {CameIn}, {Added}"),
        ["RequestGetConversationFull"] = ByAnn("RequestGetConversationFull", street => new { conversationUuid = street.Group, userId = (string?)null }),
        ["RequestGetConversationsFull"] = OfHerOwn("RequestGetConversationsFull"),
        ["RequestGetMembersList"] = InGroup("RequestGetMembersList"),
        ["RequestAddMember"] = Joining("RequestAddMember"),
        ["RequestAddAdmin"] = Joining("RequestAddAdmin"),
        ["RequestChangeToAdmin"] = ByAnn("RequestChangeToAdmin", street => new { conversationUuid = street.Group, userId = street.Bob.UserId }, $"{Members}: {Added}"),
        ["RequestKickUser"] = ByAnn("RequestKickUser", street => new { conversationUuid = street.Group, userId = street.Carl.UserId },
            $"ann/1: {Added}", $"ann/2 bob/1 bob/2: {Left}, {Added}", $"carl/1 carl/2: {Left}"),
        ["RequestLeaveConversation"] = InGroup("RequestLeaveConversation", $"ann/2: {Left}", $"bob/1 bob/2 carl/1 carl/2: {Left}, {Added}"),
        ["RequestDeleteConversation"] = InGroup("RequestDeleteConversation", $"{ButAnns}: {Gone}"),
        ["RequestRenameConversation"] = ByAnn("RequestRenameConversation", street => new { conversationUuid = street.Group, title = "VGl0bGU=" },
            $"ann/1: {Added}", $"{ButAnns}: {Renamed}, {Added}"),
        ["UpdateMemberNick"] = ByAnn("UpdateMemberNick", street => new { conversationUuid = street.Group, nickEncrypted = "Tmljaw==", userId = (string?)null }, $"{ButAnns}: {Nick}"),
        ["GetNicks"] = InGroup("GetNicks"),

        ["RequestGetSessionKey"] = ByAnn("RequestGetSessionKey", street => new { conversationUuid = street.Group, sessionKeyUuid = "key of " + street.Group }),
        ["RequestGetUpdatedPublicKeys"] = InGroup("RequestGetUpdatedPublicKeys"),
        ["RequestAddNewSessionKeys"] = ByAnn("RequestAddNewSessionKeys", street => new
        {
            conversationUuid = street.Group,
            sessionKeys = (object[])[.. new[] { street.Ann.UserId, street.Bob.UserId, street.Carl.UserId, street.Recorder.UserId.Value }.Select(user => street.Ann.KeyFor(user))],
        }, $"ann/1: {Added}", $"{ButAnns}: {NewKey}, {Added}"),
    };

    private static Drive Joining(string type) =>
        ByAnn(type, street => street.Ann.Newcomer(street.Group, street["dan/1"]), $"{Members}: {Added}", $"dan/1 dan/2: {CameIn}, {Added}") with
        {
            Before = street => street.Ann.Discover(street["dan/1"]),
        };
}
