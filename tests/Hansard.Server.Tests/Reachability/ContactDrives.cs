using static Hansard.Server.Tests.Reachability.Drive;

namespace Hansard.Server.Tests.Reachability;

/// <summary>Whom Ann knows, whom she does not want to know, and what she complains of.</summary>
internal static class ContactDrives
{
    private const string Changed = "ann/2: UpdateContactNotification";

    public static readonly Dictionary<string, Drive> All = new()
    {
        ["RequestGetRegisteredUsers"] = ByAnn("RequestGetRegisteredUsers", street => new { checkUserList = (string[])[street["dan/1"].UserId] }),
        ["RequestGetContactList"] = OfHerOwn("RequestGetContactList"),
        ["UpdateContact"] = ByAnn("UpdateContact", street => new { contact = Contact(street.Bob), userId = (string?)null }, Changed),
        ["RequestUpdateContactList"] = ByAnn("RequestUpdateContactList", street => new { contactList = (object[])[Contact(street.Carl)], merge = true }, Changed),

        ["GetBlackList"] = OfHerOwn("GetBlackList"),
        ["AddBlackList"] = ByAnn("AddBlackList", street => new { userId = street.Bob.UserId }),
        ["RemoveBlackList"] = ByAnn("RemoveBlackList", street => new { userId = street.Bob.UserId }),

        ["AddMessageReport"] = ByAnn("AddMessageReport", street => new { conversationUuid = street.Group, messageUuid = "his", reason = "rude" }),
        ["AddConversationReport"] = ByAnn("AddConversationReport", street => new { conversationUuid = street.Group, reason = "rude" }),
        ["AddUserReport"] = ByAnn("AddUserReport", street => new { reason = "rude", userId = street.Bob.UserId }),
    };

    private static object Contact(TestPerson person) => new { contactId = person.UserId, contactIdEncrypted = "AAAA", nickEncrypted = (string?)null, trustedFingerprintEncrypted = (string?)null };
}
