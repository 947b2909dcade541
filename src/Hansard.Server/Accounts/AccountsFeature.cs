using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Files;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>The room's lines of the request table.</summary>
internal static class AccountsFeature
{
    /// <param name="serverKey">Under which codes and addresses are hashed.</param>
    public static void Map(
        RequestTable table, Database database, byte[] serverKey, CodeSender sender, Departures departures, Dismissal dismissal, FileRemoval removal,
        TimeProvider time)
    {
        Confirmations confirmations = new(new Codes(serverKey), new CodeBudgets(serverKey), sender);
        Registration registration = new(confirmations);
        KeyUpdate keyUpdate = new(confirmations);
        UserDeletion deletion = new(confirmations, departures, dismissal, removal);
        UserInfo info = new(database, time);
        table.OpenCommand<RequestRegisterApplication>(registration.Register);
        table.OpenCommand<RequestConfirmRegistration>(registration.Confirm);
        table.OpenCommand<RequestAuthenticationByApplication>(Authentication.Handle);
        table.Command<RequestAddUserKeys>(Access.Person, UserKeys.Add);
        table.Command<RequestUpdateUserKeys>(Access.Person, keyUpdate.Ask);
        table.Command<RequestConfirmUpdateUserKeys>(Access.Person, keyUpdate.Confirm);
        table.Command<RequestDeleteUser>(Access.Person, deletion.Ask);
        table.Command<RequestDeleteUserConfirmation>(Access.Person, deletion.Confirm);
        table.Command<RequestUpdateUserNick>(Access.Person, UserNick.Update);
        table.Query<RequestGetUserInfo, ResponseUserInfo>(Access.PersonOrRecorder, info.One);
        table.Query<RequestGetUserInfoMulti, ResponseUserInfoMulti>(Access.PersonOrRecorder, info.Many);
    }
}
