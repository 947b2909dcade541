using Hansard.Protocol;
using Hansard.Protocol.Contacts;
using Hansard.Server.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.Contacts;

/// <summary>The room's lines of the request table.</summary>
internal static class ContactsFeature
{
    public static void Map(RequestTable table, Database database)
    {
        table.Command<RequestGetRegisteredUsers, ResponseRegisteredUsers>(Access.Person, RegisteredUsers.Handle);
        table.Query<RequestGetContactList, ResponseContactList>(Access.Person, new ContactLists(database).Get);
        table.Command<RequestUpdateContactList>(Access.Person, ContactLists.UpdateAll);
        table.Command<UpdateContact>(Access.Person, ContactLists.UpdateOne);
    }
}
