using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Journal;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>The room's lines of the request table.</summary>
internal static class ConversationsFeature
{
    public static void Map(RequestTable table, Database database, Eraser eraser)
    {
        ConversationQueries queries = new(database);
        DeleteConversation deletion = new(eraser);
        Leaving leaving = new(deletion);
        table.Command<RequestCreateConversationFull, ResponseCreateConversation>(Access.Person, CreateConversation.Handle);
        table.Command<RequestAddMember>(Access.Person, Joining.AddMember);
        table.Command<RequestAddAdmin>(Access.Person, Joining.AddAdmin);
        table.Command<RequestChangeToAdmin>(Access.Person, ChangeToAdmin.Handle);
        table.Command<RequestKickUser>(Access.Person, leaving.Kick);
        table.Command<RequestLeaveConversation>(Access.Person, leaving.Leave);
        table.Command<RequestDeleteConversation>(Access.Person, deletion.Handle);
        table.Command<RequestRenameConversation>(Access.Person, Renaming.Handle);
        table.Command<UpdateMemberNick>(Access.Person, Nicks.Update);
        table.Query<GetNicks, NicksList>(Access.Person, new Nicks(database).All);
        table.Query<RequestGetConversationFull, ResponseGetConversationFull>(Access.Person, queries.One);
        table.Query<RequestGetConversationsFull, ResponseGetConversationsFull>(Access.Person, queries.All);
        table.Query<RequestGetMembersList, ResponseGetMembersList>(Access.Person, queries.Members);
    }
}
