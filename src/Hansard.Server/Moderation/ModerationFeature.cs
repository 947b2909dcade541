using Hansard.Protocol;
using Hansard.Protocol.Moderation;
using Hansard.Server.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.Moderation;

/// <summary>The room's lines of the request table.</summary>
internal static class ModerationFeature
{
    public static void Map(RequestTable table, Database database)
    {
        table.Command<AddBlackList>(Access.Person, BlackLists.Add);
        table.Command<RemoveBlackList>(Access.Person, BlackLists.Remove);
        table.Command<AddMessageReport>(Access.Person, Reports.OfMessage);
        table.Command<AddConversationReport>(Access.Person, Reports.OfConversation);
        table.Command<AddUserReport>(Access.Person, Reports.OfUser);
        table.Query<GetBlackList, BlackList>(Access.Person, new BlackLists(database).Get);
    }
}
